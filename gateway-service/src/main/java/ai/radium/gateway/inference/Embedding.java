package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventReader;
import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.Rpc;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Vectors of texts. They go to the client as the worker sends them, so that no more of them are held than it takes. */
final class Embedding extends WholeCall {
    private final VectorsAnswer answer;
    private final EmbeddingRequest request;

    Embedding(InferenceParts parts, Reply reply, VectorsAnswer answer, EmbeddingRequest request, Attempt first) {
        super(parts, reply, first, Rpc.EMBED);
        this.answer = answer;
        this.request = request;
    }

    @Override
    ByteBuf message(Attempt attempt) {
        return framed(EmbedRequest.newBuilder()
                .setInput(request.input().toString(StandardCharsets.UTF_8))
                .setDimensions(request.dimensions())
                .setAccountId(call.account())
                .setRequestId(reply.requestId())
                .setUsageId(attempt.usageId())
                .build());
    }

    @Override
    public void message(EventReader events, ByteBuf bytes, int start, int length) {
        EmbedReply vectors = read(bytes, start, length);
        if (hasAnswered()) {
            if (!attempt().hasTokens()) {
                attempt().prefilled(vectors.getPromptTokens(), 0);
                attempt().generated(0, 0);
            }
            answer.add(vectors);
        }
    }

    private static EmbedReply read(ByteBuf bytes, int start, int length) {
        try {
            return EmbedReply.parseFrom(bytes.nioBuffer(start, length));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    void finish() {
        answer.finish(attempt().delivery());
    }

    @Override
    void sayFailed(Refusal why, Tokens billed) {
        answer.fail(why);
    }
}
