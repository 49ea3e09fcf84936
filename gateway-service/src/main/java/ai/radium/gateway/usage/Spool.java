package ai.radium.gateway.usage;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.liveness.SteadyThread;
import ai.radium.gateway.time.GatewayTime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The usage records that Kafka has not acknowledged yet, in files of a folder. Room for a request's records is promised
 * before the request begins: files are allocated ahead, off the event loops, and a promise is refused when the disk is
 * full.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Path folder;
    private final int mostSegments;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private final List<Writer> writers = new CopyOnWriteArrayList<>();

    /** Numbers the files in the order of their making, those of earlier processes included. */
    private final AtomicLong created;

    private final SteadyThread allocator;
    private volatile boolean diskFull;

    /**
     * Takes over what an earlier process left.
     *
     * @param mostBytes on disk; when they are used up no request is taken, rather than one that cannot be billed
     */
    public Spool(Path folder, long mostBytes, GatewayTime time) {
        this.folder = folder;
        created = new AtomicLong(time.clock().millis());
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
        allocator = SteadyThread.start("spool-allocator", time, this::allocate);
    }

    /** Whether no more can be promised. */
    public boolean isFull() {
        return segments.size() >= mostSegments;
    }

    /** Whether files are still made ahead, or would be. */
    public boolean isLive() {
        return allocator.isLive();
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
        Writer writer = new Writer();
        if (makeSpare(writer)) {
            writer.next();
        }
        writers.add(writer);
        return writer;
    }

    private Duration allocate() {
        boolean allReady = true;
        for (Writer writer : writers) {
            allReady &= writer.spare != null || makeSpare(writer);
        }
        return allReady ? BETWEEN_LOOKS : BETWEEN_TRIES;
    }

    private boolean makeSpare(Writer writer) {
        try {
            writer.spare = Segment.create(folder.resolve("%016d.spool".formatted(created.incrementAndGet())));
            diskFull = false;
            return true;
        } catch (IOException e) {
            if (!diskFull) {
                LOG.atError()
                        .addKeyValue("cause", e.toString())
                        .log("the usage spool has no room: no request is taken");
            }
            diskFull = true;
            return false;
        }
    }

    @Override
    public void close() {
        allocator.close();
    }

    /** Appends records, in a segment of its own. */
    public final class Writer {
        /** Of one record; the longest seen have half of it. */
        static final int RECORD_BYTES = 1024;

        /** A request may be attempted twice, and each attempt has a record. */
        private static final int RECORDS_OF_REQUEST = 2;

        private final ByteBuf scratch = Unpooled.buffer(RECORD_BYTES);
        private @Nullable Segment segment;
        private volatile @Nullable Segment spare;
        private int promised;

        private Writer() {}

        /** Keeps room for the records of one request until {@link #settle}; false when there is none. */
        public boolean promise() {
            if (isFull() || !hasRoom()) {
                return false;
            }
            promised++;
            return true;
        }

        /** Whether the records of one more request fit into what is allocated. */
        boolean hasRoom() {
            return room() >= (promised + 1L) * RECORDS_OF_REQUEST * RECORD_BYTES;
        }

        /** The request has ended and its records were appended. */
        public void settle() {
            promised--;
        }

        /** Requests that room is kept for. Safe for every thread, which may see a moment ago. */
        public int promised() {
            return promised;
        }

        private long room() {
            Segment open = segment;
            return (open == null ? 0L : open.room()) + (spare == null ? 0L : Segment.BYTES);
        }

        /**
         * When this returns, the record survives the process.
         *
         * @param traceparent of a trace that is recorded
         * @throws IllegalStateException when there is no room, which {@link #promise} was not asked for
         */
        public void append(String account, UsageRecord usage, @Nullable String traceparent) {
            scratch.clear();
            SpooledRecord.write(account, usage, traceparent, scratch);
            Segment open = segment;
            if (open == null || !open.append(scratch)) {
                if (open != null) {
                    open.close();
                }
                next().append(scratch);
            }
        }

        private Segment next() {
            Segment ready = spare;
            if (ready == null) {
                throw new IllegalStateException("the usage spool has no room");
            }
            segments.add(ready);
            segment = ready;
            spare = null;
            return ready;
        }
    }
}
