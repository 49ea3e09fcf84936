package ai.radium.kit.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Begins spans. Safe for every thread, and never waits. */
public final class Tracing implements AutoCloseable {
    /** Records nothing; what callers bring is handed on. */
    public static final Tracing OFF = new Tracing(null);

    private final @Nullable Recorder recorder;

    private Tracing(@Nullable Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * @param config empty = {@link #OFF}
     * @param lost is told why spans cannot be delivered, once until they can be again
     */
    public static Tracing of(Optional<TracingConfig> config, Consumer<String> lost) {
        return config.isEmpty() ? OFF : new Tracing(new Recorder(config.get(), lost));
    }

    public boolean isOn() {
        return recorder != null;
    }

    /**
     * A span below its parent. One that is not sampled is no span of its own: its context alone is there to be handed on. Whoever
     * begins a span ends it.
     *
     * @param parent the invalid span = none: a trace begins here
     */
    public Span begin(SpanKind kind, String name, Span parent) {
        return recorder == null ? parent : recorder.begin(kind, name, parent);
    }

    /** Spans that were lost, since they were too many or no collector took them. */
    public long dropped() {
        return recorder == null ? 0 : recorder.dropped();
    }

    /** Delivers what there is, for 2 s at most. */
    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
    }
}
