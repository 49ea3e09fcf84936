package ai.radium.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What a process wrote last, to say why it ended: lines that are not blank, each cut at {@value #LONGEST} characters. */
public final class LastLines {
    private static final int LONGEST = 2_000;
    private static final int WINDOW_BYTES = 1 << 16;

    private final int most;
    private final Consumer<String> each;
    private final Deque<String> lines = new ArrayDeque<>();

    private LastLines(int most) {
        this(most, line -> {});
    }

    private LastLines(int most, Consumer<String> each) {
        this.most = most;
        this.each = each;
    }

    /** Of a log that is written elsewhere; none if there is no log. Reads its last 64 KiB. */
    public static LastLines of(Path log, int most) {
        LastLines last = new LastLines(most);
        if (!Files.isReadable(log)) {
            return last;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long size = file.length();
            byte[] end = new byte[(int) Math.min(size, WINDOW_BYTES)];
            file.seek(size - end.length);
            file.readFully(end);
            new String(end, StandardCharsets.UTF_8).lines().forEach(last::add);
        } catch (IOException e) {
            last.add("its log cannot be read: " + e.getMessage());
        }
        return last;
    }

    public static LastLines of(String text, int most) {
        LastLines last = new LastLines(most);
        text.lines().forEach(last::add);
        return last;
    }

    /** Blocks until the process writes no more. */
    public static LastLines reading(Process process, int most) {
        LastLines last = new LastLines(most);
        last.drain(process.getInputStream());
        return last;
    }

    /** Reads all that the process writes, on a thread of its own, until it ends. */
    public static LastLines following(Process process, int most) {
        return following(process, most, line -> {});
    }

    /**
     * The same, and hands on every line as it is kept.
     *
     * @param each must not fail: nobody would read on, and the process would wait for ever
     */
    public static LastLines following(Process process, int most, Consumer<String> each) {
        LastLines last = new LastLines(most, each);
        Thread.ofVirtual().name("output of " + process.pid()).start(() -> last.drain(process.getInputStream()));
        return last;
    }

    /** Oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** In one line; {@code it said nothing} if that is so. */
    public String text() {
        List<String> said = lines();
        return said.isEmpty() ? "it said nothing" : String.join(" / ", said);
    }

    /** A line without end takes no more memory than any other. */
    private void drain(InputStream output) {
        byte[] block = new byte[1 << 13];
        byte[] line = new byte[LONGEST];
        int length = 0;
        try (output) {
            for (int read = output.read(block); read >= 0; read = output.read(block)) {
                for (int at = 0; at < read; at++) {
                    if (block[at] == '\n') {
                        add(new String(line, 0, length, StandardCharsets.UTF_8));
                        length = 0;
                    } else if (length < line.length) {
                        line[length++] = block[at];
                    }
                }
            }
        } catch (IOException e) {
            add("its output broke off: " + e.getMessage());
        }
        add(new String(line, 0, length, StandardCharsets.UTF_8));
    }

    private void add(String line) {
        if (!line.isBlank()) {
            String text = line.strip();
            String kept = text.substring(0, Math.min(text.length(), LONGEST));
            keep(kept);
            each.accept(kept);
        }
    }

    private synchronized void keep(String line) {
        lines.addLast(line);
        if (lines.size() > most) {
            lines.removeFirst();
        }
    }
}
