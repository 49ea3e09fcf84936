package ai.radium.gateway.inference;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.reply.ReplyInParts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** A list of vectors as JSON (OpenAI's API reference, "Create embeddings"), written part by part. */
final class VectorsAnswer {
    private final Reply reply;
    private final ReplyInParts parts;
    private final byte[] extraHeaders;
    private final String model;
    private final boolean base64;
    private int written;

    /**
     * @param model as the client is to read it
     * @param base64 of little-endian floats, in place of numbers
     */
    VectorsAnswer(Reply reply, byte[] extraHeaders, String model, boolean base64) {
        this.reply = reply;
        parts = new ReplyInParts(reply);
        this.extraHeaders = extraHeaders;
        this.model = model;
        this.base64 = base64;
    }

    void add(EmbedReply vectors) {
        ByteBuf out = reply.channel().alloc().buffer();
        if (!reply.isBegun()) {
            parts.json(extraHeaders);
            ByteBufUtil.writeUtf8(out, "{\"object\":\"list\",\"model\":" + JsonText.quoted(model) + ",\"data\":[");
        }
        for (int i = 0; i < vectors.getEmbeddingsCount(); i++) {
            ByteBufUtil.writeAscii(
                    out,
                    (written == 0 ? "" : ",") + "{\"object\":\"embedding\",\"index\":" + written + ",\"embedding\":");
            vector(vectors.getEmbeddings(i), out);
            out.writeByte('}');
            written++;
        }
        parts.part(out);
    }

    private void vector(ai.radium.contracts.worker.v1.Embedding vector, ByteBuf out) {
        if (base64) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Float.BYTES * vector.getValuesCount()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < vector.getValuesCount(); i++) {
                bytes.putFloat(vector.getValues(i));
            }
            out.writeByte('"')
                    .writeBytes(Base64.getEncoder().encode(bytes.array()))
                    .writeByte('"');
            return;
        }
        for (int i = 0; i < vector.getValuesCount(); i++) {
            out.writeByte(i == 0 ? '[' : ',');
            ByteBufUtil.writeAscii(out, Float.toString(vector.getValues(i)));
        }
        out.writeByte(']');
    }

    void finish(Tokens used) {
        ByteBuf out = reply.channel().alloc().buffer();
        ByteBufUtil.writeAscii(
                out, "],\"usage\":{\"prompt_tokens\":" + used.prompt() + ",\"total_tokens\":" + used.prompt() + "}}");
        parts.part(out);
        parts.end();
    }

    /** In words before the first vector; after it only the connection can show that the answer is not whole. */
    void fail(Refusal why) {
        if (reply.isBegun()) {
            reply.channel().close();
        } else {
            reply.refuse(why);
        }
    }
}
