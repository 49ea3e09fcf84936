package ai.radium.trainer.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Everything that a run needs to go on as if it had never ended. The order of lines follows from the step. */
public final class RunState {
    private static final long MAGIC = 0x52614469754D3031L; // RaDiuM01

    private final Position position;
    private final float[] adapter;
    private final float[] best;
    private final float[] first;
    private final float[] second;

    /**
     * @param job what the run trains on and how, as one word: a state of another job is not gone on from
     * @param step steps made
     * @param bestLoss the lowest held-out loss so far
     * @param worseSince validations since then
     */
    public record Position(
            String job, int step, long trainedTokens, double lastLoss, double bestLoss, int worseSince) {}

    /**
     * @param adapter its numbers
     * @param best the adapter's numbers at the lowest held-out loss
     * @param first moments of the optimizer
     * @param second moments of the optimizer
     */
    public RunState(Position position, float[] adapter, float[] best, float[] first, float[] second) {
        this.position = position;
        this.adapter = adapter;
        this.best = best;
        this.first = first;
        this.second = second;
    }

    public Position position() {
        return position;
    }

    public float[] adapter() {
        return adapter;
    }

    public float[] best() {
        return best;
    }

    public float[] first() {
        return first;
    }

    public float[] second() {
        return second;
    }

    /** @return the file's SHA-256, in hexadecimal digits */
    String writeTo(Path file) throws IOException {
        return WholeFile.write(file, out -> {
            MessageDigest sum = WholeFile.sha256();
            DataOutputStream data = new DataOutputStream(new DigestOutputStream(out, sum));
            data.writeLong(MAGIC);
            data.writeUTF(position.job());
            data.writeInt(position.step());
            data.writeLong(position.trainedTokens());
            data.writeDouble(position.lastLoss());
            data.writeDouble(position.bestLoss());
            data.writeInt(position.worseSince());
            data.writeInt(adapter.length);
            for (float[] numbers : new float[][] {adapter, best, first, second}) {
                data.write(bytes(numbers));
            }
            data.flush();
            out.write(sum.digest());
        });
    }

    /** Nothing for a file that is not whole, or no state of an adapter of this size. */
    static Optional<RunState> read(Path file, int size) throws IOException {
        MessageDigest sum = WholeFile.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            DataInputStream data = new DataInputStream(new DigestInputStream(in, sum));
            if (data.readLong() != MAGIC) {
                return Optional.empty();
            }
            Position position = new Position(
                    data.readUTF(),
                    data.readInt(),
                    data.readLong(),
                    data.readDouble(),
                    data.readDouble(),
                    data.readInt());
            if (data.readInt() != size) {
                return Optional.empty();
            }
            RunState state = new RunState(
                    position, numbers(data, size), numbers(data, size), numbers(data, size), numbers(data, size));
            byte[] expected = sum.digest();
            return MessageDigest.isEqual(expected, in.readNBytes(expected.length))
                    ? Optional.of(state)
                    : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, numbers.length));
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    private static float[] numbers(DataInputStream data, int size) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, size)];
        data.readFully(bytes);
        float[] numbers = new float[size];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(numbers);
        return numbers;
    }
}
