package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.Embedding;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Vectors;
import ai.radium.worker.log.LogField;
import ai.radium.worker.log.UsageLog;
import ai.radium.worker.request.EmbeddingInputs;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One request for embeddings; holds one slot. */
final class EmbedRun extends Run {
    private static final Logger LOG = Logger.getLogger(EmbedRun.class.getName());

    private final EmbedRequest request;
    private final StreamObserver<EmbedReply> client;

    EmbedRun(EmbedRequest request, StreamObserver<EmbedReply> client, Room room, Consumer<Run> onEnd) {
        super(request.getAccountId(), request.getInput().length(), room, onEnd);
        this.request = request;
        this.client = client;
    }

    @Override
    void refuse(StatusRuntimeException status) {
        client.onError(status);
    }

    @Override
    void admitted(Entry.Ticket ticket) throws InterruptedException {
        if (!(room.engine().state() instanceof EngineState.Ready)) {
            throw Refusals.engineDown();
        }
        if (!room.embeds()) {
            throw EngineRefusal.invalid("model", "this model answers prompts and makes no embeddings");
        }
        List<EmbeddingInput> inputs = EmbeddingInputs.of(request);
        long acceptedAt = System.nanoTime();
        if (ticket.awaitTurn() == Entry.Turn.DISPLACED) {
            throw Refusals.queueFull(room.admission().occupancy().predictedWait());
        }
        long startedAt = System.nanoTime();
        room.metrics().queueWait().observe(startedAt - acceptedAt);
        Vectors vectors = room.engine().embed(inputs, request.getDimensions());
        room.admission().served(ticket, vectors.promptTokens(), 0);
        room.admission().ran(Duration.ofNanos(System.nanoTime() - startedAt));
        ended(vectors.promptTokens(), inputs.size(), System.nanoTime() - startedAt);
        client.onNext(reply(vectors));
        client.onCompleted();
    }

    private static EmbedReply reply(Vectors vectors) {
        EmbedReply.Builder reply = EmbedReply.newBuilder().setPromptTokens(vectors.promptTokens());
        for (float[] vector : vectors.values()) {
            Embedding.Builder embedding = reply.addEmbeddingsBuilder();
            for (float value : vector) {
                embedding.addValues(value);
            }
        }
        return reply.build();
    }

    /** Before the client learns of the end. */
    private void ended(int promptTokens, int inputs, long nanos) {
        room.usageLog()
                .append(new UsageLog.Line(
                        "", request.getRequestId(), request.getAccountId(), promptTokens, 0, 0, "embedded"));
        room.metrics().ended("embedded", promptTokens, 0);
        LOG.log(Level.INFO, "embedding ended", new Object[] {
            LogField.of("requestId", request.getRequestId()),
            LogField.of("account", request.getAccountId()),
            LogField.of("inputs", inputs),
            LogField.of("promptTokens", promptTokens),
            LogField.of("durationMs", Duration.ofNanos(nanos).toMillis())
        });
    }
}
