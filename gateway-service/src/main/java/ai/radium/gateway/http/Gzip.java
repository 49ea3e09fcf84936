package ai.radium.gateway.http;

import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Bodies in gzip. Few bytes may stand for many: the bound of a plain body holds for what comes out, piece by piece. */
final class Gzip {
    private static final int PIECE_BYTES = 16 * 1024;

    private Gzip() {}

    /**
     * Unpacks a body; gives why it is refused, or null.
     *
     * @param packed released here
     */
    static @Nullable Refusal unpack(HeldBody packed, GatheredBody into) {
        try (InputStream plain = new GZIPInputStream(new ByteBufInputStream(packed.bytes()), PIECE_BYTES)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int length = plain.read(piece); length >= 0; length = plain.read(piece)) {
                Refusal why = into.add(Unpooled.wrappedBuffer(piece, 0, length), false);
                if (why != null) {
                    return why;
                }
            }
            return null;
        } catch (IOException e) {
            return GatewayProblem.INVALID_REQUEST.because("The body is not valid gzip, as its Content-Encoding says");
        } finally {
            packed.release();
        }
    }
}
