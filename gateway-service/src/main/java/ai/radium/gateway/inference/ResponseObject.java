package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** What a response says of itself (OpenAI's API reference, "The response object"), whole and in the events of a stream. */
final class ResponseObject {
    private final byte[] head;
    private final RequestEcho echo;

    /** @param head up to the value of its status */
    ResponseObject(String head, RequestEcho echo) {
        this.head = head.getBytes(StandardCharsets.UTF_8);
        this.echo = echo;
    }

    /** @param usageId of the first attempt, which names the response */
    static ResponseObject of(InferenceCall call, String usageId, long createdSeconds, RequestEcho echo) {
        String head = "{\"id\":\"" + call.operation().idPrefix() + OutputItem.name(usageId)
                + "\",\"object\":\"response\",\"created_at\":" + createdSeconds + ",\"model\":"
                + JsonText.quoted(call.shownModel()) + ",\"status\":\"";
        return new ResponseObject(head, echo);
    }

    /** Bytes that it has without its output, roughly. */
    int length() {
        return head.length + echo.length() + 512;
    }

    /** Appends the response before anything of its output is there. */
    void writeBegun(ByteBuf out) {
        begin(out, "in_progress", "null", "null");
        ByteBufUtil.writeAscii(out, ",\"output\":[],\"usage\":null}");
    }

    /** Appends the response with its output, which must have ended. */
    void write(ByteBuf out, ResponseEnd end, ResponseOutput output) {
        begin(out, end.status(), end.error(), end.incompleteDetails());
        ByteBufUtil.writeAscii(out, ",\"output\":");
        output.write(out);
        Tokens used = end.used();
        ByteBufUtil.writeAscii(
                out,
                ",\"usage\":{\"input_tokens\":" + used.prompt() + ",\"input_tokens_details\":{\"cached_tokens\":"
                        + used.cached() + ",\"cache_write_tokens\":0},\"output_tokens\":" + used.completion()
                        + ",\"output_tokens_details\":{\"reasoning_tokens\":"
                        + Math.min(output.reasoningTokens(), used.completion()) + "},\"total_tokens\":"
                        + (used.prompt() + used.completion()) + "}}");
    }

    private void begin(ByteBuf out, String status, String error, String incompleteDetails) {
        out.writeBytes(head);
        ByteBufUtil.writeAscii(out, status);
        ByteBufUtil.writeUtf8(out, "\",\"error\":" + error);
        ByteBufUtil.writeAscii(out, ",\"incomplete_details\":" + incompleteDetails);
        echo.write(out);
    }
}
