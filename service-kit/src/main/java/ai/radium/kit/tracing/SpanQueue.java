package ai.radium.kit.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ended spans on their way to the exporter, by a thread of their own. Where there are too many of them, or none takes them, they
 * are dropped and counted: who ends a span never waits. The SDK's own queue counts what it drops only for a metrics SDK.
 */
final class SpanQueue implements SpanProcessor {
    /** The defaults of OTEL_BSP_MAX_QUEUE_SIZE and OTEL_BSP_MAX_EXPORT_BATCH_SIZE. */
    private static final int MOST_WAITING = 2_048;

    private static final int BATCH = 512;

    private static final Duration LAST_EXPORTS = Duration.ofSeconds(2);
    private static final int EXPORT_SECONDS = 10;

    /** Says each failure in words of its own; kept, or its level would be forgotten with it. */
    private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");

    private final BlockingQueue<ReadableSpan> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Semaphore due = new Semaphore(0);
    private final LongAdder dropped = new LongAdder();
    private final SpanExporter exporter;
    private final Duration delay;
    private final Consumer<String> lost;
    private final Thread thread;
    private boolean failing;
    private volatile boolean closing;

    /** @param lost is told that spans cannot be delivered, once until they can be again */
    SpanQueue(SpanExporter exporter, Duration delay, Consumer<String> lost) {
        this.exporter = exporter;
        this.delay = delay;
        this.lost = lost;
        EXPORTERS.setLevel(Level.OFF);
        thread = Thread.ofPlatform().name("traces").daemon().start(this::run);
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!waiting.offer(span)) {
            dropped.increment();
        } else if (waiting.size() == BATCH) {
            due.release();
        }
    }

    private void run() {
        try {
            while (!closing) {
                if (due.tryAcquire(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                    due.drainPermits();
                }
                exportAll();
            }
            exportAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends
        }
    }

    private void exportAll() {
        List<ReadableSpan> ended = new ArrayList<>();
        while (waiting.drainTo(ended, BATCH) > 0) {
            export(ended.stream().map(ReadableSpan::toSpanData).toList());
            ended.clear();
        }
    }

    private void export(List<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans).join(EXPORT_SECONDS, TimeUnit.SECONDS);
        boolean failed = !result.isSuccess();
        if (failed) {
            dropped.add(spans.size());
            if (!failing) {
                Throwable cause = result.getFailureThrowable();
                lost.accept(cause == null ? "the collector did not take them" : cause.toString());
            }
        }
        failing = failed;
    }

    long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() {
        closing = true;
        due.release();
        try {
            if (!thread.join(LAST_EXPORTS)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exporter.shutdown();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // a span is sent once it has ended
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
