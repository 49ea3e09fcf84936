package ai.radium.deployment.adapters;

import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import ai.radium.process.Backoff;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Does steps beside the looks, for one may take minutes: one at a time for each deployment, so that never two of its replicas
 * start their engines again at once. What failed waits before it is tried again; nothing of this outlives the process.
 */
@ApplicationScoped
class AdapterSteps {
    private static final Logger LOG = Logger.getLogger(AdapterSteps.class);

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Map<Place, Failed> failed = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("adapter-", 0).factory());
    private final WorkerAdapters workers;
    private final Backoff backoff;
    private final MeterRegistry meters;
    private final InstantSource clock;

    private record Place(String deployment, String replica, String adapter) {
        static Place of(String deployment, AdapterStep step) {
            return new Place(deployment, step.replica().id(), step.adapterId());
        }
    }

    private record Failed(int times, Instant retryAt) {}

    AdapterSteps(WorkerAdapters workers, AdapterConfig config, MeterRegistry meters, InstantSource clock) {
        this.workers = workers;
        this.meters = meters;
        this.clock = clock;
        backoff = new Backoff(config.retry(), config.longestRetry(), Duration.ZERO);
    }

    /**
     * Begins the first step that need not wait, unless one of the deployment runs.
     *
     * @param ended told when it is done, or has failed
     * @return how long all of them have to wait
     */
    Optional<Duration> begin(String deployment, List<AdapterStep> steps, Runnable ended) {
        if (running.contains(deployment)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<AdapterStep> next = steps.stream()
                .filter(step -> !retryAt(deployment, step).isAfter(now))
                .findFirst();
        if (next.isEmpty()) {
            return steps.stream()
                    .map(step -> retryAt(deployment, step))
                    .min(Instant::compareTo)
                    .map(first -> Duration.between(now, first));
        }
        running.add(deployment);
        threads.execute(() -> run(deployment, next.get(), ended));
        return Optional.empty();
    }

    /** Of a deployment that takes no adapters any more. */
    void forget(String deployment) {
        failed.keySet().removeIf(place -> place.deployment().equals(deployment));
    }

    void stop() {
        threads.shutdownNow();
    }

    private Instant retryAt(String deployment, AdapterStep step) {
        Failed before = failed.get(Place.of(deployment, step));
        return before == null ? Instant.EPOCH : before.retryAt();
    }

    private void run(String deployment, AdapterStep step, Runnable ended) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "failed";
        try {
            workers.take(deployment, step);
            outcome = "done";
            failed.remove(Place.of(deployment, step));
            line(deployment, step).info("adapter step done");
        } catch (StatusRuntimeException e) {
            failed(deployment, step, e);
        } finally {
            sample.stop(meters.timer("radium.adapter.steps", "step", step.word(), "outcome", outcome));
            running.remove(deployment);
            ended.run();
        }
    }

    private void failed(String deployment, AdapterStep step, StatusRuntimeException failure) {
        if (threads.isShutdown()) {
            return;
        }
        Failed now = failed.merge(
                Place.of(deployment, step),
                failedOnce(),
                (before, one) ->
                        new Failed(before.times() + 1, clock.instant().plus(backoff.after(before.times() + 1))));
        line(deployment, step)
                .with(LogKeys.CAUSE, failure.getMessage())
                .with("times", now.times())
                .warn("adapter step failed and is tried again; the deployment goes on without it");
    }

    private Failed failedOnce() {
        return new Failed(1, clock.instant().plus(backoff.after(1)));
    }

    private static LogLine line(String deployment, AdapterStep step) {
        return LogLine.to(LOG)
                .with(LogKeys.DEPLOYMENT_ID, deployment)
                .with(LogKeys.MODEL, step.adapterId())
                .with("replica", step.replica().id())
                .with("step", step.word());
    }
}
