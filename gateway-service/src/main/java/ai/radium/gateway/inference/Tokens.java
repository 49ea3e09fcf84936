package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventSink.Finish;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** What one attempt used, as far as it is known. */
record Tokens(int prompt, int cached, int completion) {
    static final Tokens NONE = new Tokens(0, 0, 0);

    static Tokens of(Finish finish) {
        return new Tokens(finish.promptTokens(), finish.cachedTokens(), finish.completionTokens());
    }

    /** OpenAI's {@code usage} object. */
    void write(ByteBuf out) {
        ByteBufUtil.writeAscii(
                out,
                "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion
                        + ",\"total_tokens\":" + (prompt + completion)
                        + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                        + cached + "}}");
    }
}
