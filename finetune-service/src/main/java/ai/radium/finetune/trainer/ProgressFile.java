package ai.radium.finetune.trainer;

import ai.radium.contracts.training.ProgressLine;
import ai.radium.contracts.training.TrainingProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What trainers of one run have written on standard output, one after the other. */
public record ProgressFile(Path file) {
    /** Of one reading; a line has some hundred KB at most: ten samples within a context. */
    private static final int MOST_BYTES = 4 << 20;

    /**
     * Whole lines.
     *
     * @param position behind them
     * @param isAll whether no whole line is left
     */
    public record Read(List<TrainingProgress> said, long position, boolean isAll) {}

    public Read from(long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long left = Math.max(0, channel.size() - position);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(left, MOST_BYTES));
            int length = 0;
            for (int read = 0; bytes.hasRemaining() && read >= 0; length += Math.max(0, read)) {
                read = channel.read(bytes, position + length);
            }
            int whole = length;
            while (whole > 0 && bytes.get(whole - 1) != '\n') {
                whole--;
            }
            return new Read(
                    new String(bytes.array(), 0, whole, StandardCharsets.UTF_8)
                            .lines()
                            .flatMap(line -> ProgressLine.read(line).stream())
                            .toList(),
                    position + whole,
                    left <= MOST_BYTES);
        } catch (NoSuchFileException e) {
            return new Read(List.of(), position, true);
        }
    }

    /** Whether the last record is one after which nothing comes. */
    public boolean isOver() throws IOException {
        List<TrainingProgress> said = from(Files.exists(file) ? Math.max(0, Files.size(file) - MOST_BYTES) : 0)
                .said();
        return !said.isEmpty() && isEnd(said.getLast());
    }

    private static boolean isEnd(TrainingProgress progress) {
        return progress instanceof TrainingProgress.Completed || progress instanceof TrainingProgress.Failed;
    }

    /** Closes a line that a killed trainer has begun, for the next one to write behind. */
    public void endLine() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = channel.size();
            if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
            }
        }
    }
}
