package ai.radium.gateway.usage;

import ai.radium.contracts.usage.UsageRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The usage records that Kafka has not acknowledged yet, in files of a folder. */
public final class Spool {
    private final Path folder;
    private final int mostSegments;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private final AtomicLong created = new AtomicLong(System.currentTimeMillis());

    /**
     * Takes over what an earlier process left.
     *
     * @param mostBytes on disk; when they are used up no request is taken, rather than one that cannot be billed
     */
    public Spool(Path folder, long mostBytes) {
        this.folder = folder;
        mostSegments = (int) Math.max(2, mostBytes / Segment.BYTES);
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".spool"))
                        .sorted()
                        .toList()) {
                    segments.add(Segment.reopen(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the usage spool cannot be opened", e);
        }
    }

    /** Whether no more can be promised. */
    public boolean isFull() {
        return segments.size() >= mostSegments;
    }

    List<Segment> segments() {
        return segments;
    }

    void remove(Segment segment) throws IOException {
        segments.remove(segment);
        segment.delete();
    }

    /** A writer for one thread. */
    public Writer writer() {
        return new Writer();
    }

    private Segment create() {
        try {
            Segment segment = Segment.create(folder.resolve("%016d.spool".formatted(created.incrementAndGet())));
            segments.add(segment);
            return segment;
        } catch (IOException e) {
            throw new UncheckedIOException("the usage spool cannot grow", e);
        }
    }

    /** Appends records, in a segment of its own. */
    public final class Writer {
        private final ByteBuf scratch = Unpooled.buffer(1024);
        private Segment segment = create();

        /** When this returns, the record survives the process. */
        public void append(String account, UsageRecord usage) {
            scratch.clear();
            SpooledRecord.write(account, usage, scratch);
            if (!segment.append(scratch)) {
                segment.close();
                segment = create();
                segment.append(scratch);
            }
        }
    }
}
