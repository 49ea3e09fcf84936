package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Vectors;
import ai.radium.worker.log.LogField;
import ai.radium.worker.log.UsageLog;
import ai.radium.worker.request.EmbeddingInputs;
import ai.radium.worker.request.RequestCost;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One request for embeddings. It holds one slot, also until the client has taken all but the last reply, so that no more vectors
 * are kept for slow readers than there are slots.
 */
final class EmbedRun extends Run {
    private static final Logger LOG = Logger.getLogger(EmbedRun.class.getName());

    private final EmbedRequest request;
    private final ServerCallStreamObserver<EmbedReply> client;
    private List<EmbeddingInput> inputs = List.of(); // until it is prepared

    EmbedRun(EmbedRequest request, ServerCallStreamObserver<EmbedReply> client, Room room, Consumer<Run> onEnd) {
        super(
                request.getAccountId(),
                request.getInput().length(),
                room.spans().begin("Embed", request.getRequestId(), request.getUsageId()),
                room,
                onEnd);
        this.request = request;
        this.client = client;
    }

    @Override
    void refuse(StatusRuntimeException status) {
        client.onError(status);
    }

    @Override
    RequestCost cost() {
        return RequestCost.of(request);
    }

    @Override
    void prepare() {
        if (!(room.engine().state() instanceof EngineState.Ready ready)) {
            throw Refusals.engineDown();
        }
        if (!room.embeds()) {
            throw EngineRefusal.invalid("model", "this model answers prompts and makes no embeddings");
        }
        inputs = EmbeddingInputs.of(request, ready.vocabulary());
    }

    @Override
    void admitted(Entry.Ticket ticket) throws InterruptedException {
        long acceptedAt = System.nanoTime();
        if (ticket.awaitTurn() == Entry.Turn.DISPLACED) {
            throw Refusals.queueFull(room.admission().occupancy().predictedWait());
        }
        long startedAt = System.nanoTime();
        room.metrics().queueWait().observe(startedAt - acceptedAt);
        WorkSpans.waited(span, startedAt - acceptedAt);
        Vectors vectors = room.engine().embed(inputs, request.getDimensions());
        room.admission().served(ticket, vectors.promptTokens(), 0);
        room.admission().ran(Duration.ofNanos(System.nanoTime() - startedAt));
        ended(vectors.promptTokens(), inputs.size(), System.nanoTime() - startedAt);
        answer(new EmbedReplies(vectors));
    }

    /** Called when the client can take more. */
    synchronized void clientIsReady() {
        notifyAll();
    }

    private synchronized void answer(Iterator<EmbedReply> replies) throws InterruptedException {
        while (replies.hasNext()) {
            awaitReader();
            client.onNext(replies.next());
        }
        client.onCompleted();
    }

    private void awaitReader() throws InterruptedException {
        long deadline = System.nanoTime() + SlowReader.PATIENCE.toNanos();
        while (!client.isReady()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw Refusals.slowReader();
            }
            wait(left);
        }
    }

    /** Before the client learns of the end. */
    private void ended(int promptTokens, int inputs, long nanos) {
        room.usageLog()
                .append(new UsageLog.Line(
                        request.getUsageId(),
                        request.getRequestId(),
                        request.getAccountId(),
                        promptTokens,
                        0,
                        0,
                        "embedded"));
        room.metrics().ended("embedded", promptTokens, 0);
        WorkSpans.embedded(span, promptTokens);
        LOG.log(Level.INFO, "embedding ended", new Object[] {
            LogField.of("requestId", request.getRequestId()),
            LogField.of("account", request.getAccountId()),
            LogField.of("inputs", inputs),
            LogField.of("promptTokens", promptTokens),
            LogField.of("durationMs", Duration.ofNanos(nanos).toMillis())
        });
    }
}
