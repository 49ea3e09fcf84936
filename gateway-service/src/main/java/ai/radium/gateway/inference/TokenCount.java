package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventReader;
import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.v1.CountTokensReply;
import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.Rpc;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How many tokens a message has, as the worker that would answer it counts them. It is recorded as a call of none. */
final class TokenCount extends WholeCall {
    private final byte[] extraHeaders;
    private final MessagesRequest request;
    private int tokens;

    TokenCount(InferenceParts parts, Reply reply, byte[] extraHeaders, MessagesRequest request, Attempt first) {
        super(parts, reply, first, Rpc.COUNT_TOKENS);
        this.extraHeaders = extraHeaders;
        this.request = request;
    }

    /** Tools that may not be called are not shown to the model. */
    @Override
    ByteBuf message(Attempt attempt) {
        RawParts chat = request.chat().parts();
        return framed(CountTokensRequest.newBuilder()
                .setInput(text(chat.input()))
                .setTools(text(chat.toolChoice()).equals("\"none\"") ? "" : text(chat.tools()))
                .setAccountId(call.account())
                .build());
    }

    private static String text(@Nullable ByteBuf json) {
        return json == null ? "" : json.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void message(EventReader events, ByteBuf bytes, int start, int length) {
        CountTokensReply count = read(bytes, start, length);
        if (hasAnswered()) {
            attempt().generated(0, 0);
            tokens = count.getTokens();
        }
    }

    private static CountTokensReply read(ByteBuf bytes, int start, int length) {
        try {
            return CountTokensReply.parseFrom(bytes.nioBuffer(start, length));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    void finish() {
        ByteBuf out = reply.channel().alloc().buffer();
        ByteBufUtil.writeAscii(out, "{\"input_tokens\":" + tokens + "}");
        reply.json(200, out, extraHeaders);
    }

    @Override
    void sayFailed(Refusal why, Tokens billed) {
        reply.refuse(request.names().renamed(why));
    }
}
