package ai.radium.worker.llama;

import ai.radium.process.Backoff;
import ai.radium.process.Restarts;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.log.LogField;
import ai.radium.worker.openai.OpenAiClient;
import ai.radium.worker.openai.Pulse;
import ai.radium.worker.openai.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one llama-server running: starts it, waits until it takes work, starts it again when it dies, later each time if it
 * dies soon.
 */
final class Supervisor {
    private static final Logger LOG = Logger.getLogger(Supervisor.class.getName());

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration READINESS_POLL = Duration.ofMillis(20);

    /** Before the next start. A child that lived for 20 s did not die of its start. */
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(10), Duration.ofSeconds(20));

    private static final int DEATHS_OF_A_CRASH_LOOP = 4;

    private final Launch launch;
    private final HttpClient http;
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private EngineState state = new EngineState.Starting();
    private @Nullable Served served; // set while ready
    private @Nullable LlamaProcess child; // set while one runs
    private @Nullable String lastDeath; // what the last child died of
    private int starts;
    private int hangs;

    /**
     * A child that takes work.
     *
     * @param knowsSalts whether its cache keeps accounts apart
     */
    record Served(OpenAiClient client, Pulse pulse, boolean knowsSalts) {}

    Supervisor(Launch launch, HttpClient http) {
        this.launch = launch;
        this.http = http;
        // A platform thread: the kernel ties the child's life to the thread that started it.
        this.thread = Thread.ofPlatform().name("llama-supervisor").start(this::run);
    }

    synchronized EngineState state() {
        return state;
    }

    synchronized int restarts() {
        return Math.max(0, starts - 1);
    }

    synchronized int hangs() {
        return hangs;
    }

    /** The running child, waiting for it for a while if it is being started. */
    synchronized Optional<Served> served(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (served == null && !(state instanceof EngineState.Stopped)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return Optional.ofNullable(served);
    }

    /** Waits until the first child takes work, or for what it died of. */
    synchronized Optional<String> firstDeath() throws InterruptedException {
        while (lastDeath == null && state instanceof EngineState.Starting) {
            wait();
        }
        return state instanceof EngineState.Ready
                ? Optional.empty()
                : Optional.of(lastDeath == null ? "it was stopped" : lastDeath);
    }

    synchronized Optional<Long> childPid() {
        return Optional.ofNullable(child).map(LlamaProcess::pid);
    }

    /** Ends the child for good. */
    void close() {
        synchronized (this) {
            become(new EngineState.Stopped());
            stop.countDown();
            if (child != null) {
                child.kill();
            }
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Restarts restarts = new Restarts(BACKOFF, InstantSource.system());
        try {
            while (stop.getCount() > 0) {
                restarts.started();
                String reason = live();
                if (stop.getCount() == 0) {
                    return;
                }
                Duration pause = restarts.died();
                int deaths = restarts.failures();
                LOG.log(Level.WARNING, "engine died", new Object[] {
                    LogField.of("reason", reason), LogField.of("deaths", deaths)
                });
                if (deaths >= DEATHS_OF_A_CRASH_LOOP) {
                    become(new EngineState.Broken("the engine died " + deaths + " times in a row: " + reason));
                }
                await(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread but an ending JVM
        }
    }

    /** One child from start to end; says why it ended. */
    private String live() throws InterruptedException {
        LlamaProcess process;
        try {
            process = start();
        } catch (IOException e) {
            String reason = "it cannot be started: " + e.getMessage();
            gone(reason);
            return reason;
        }
        OpenAiClient candidate = new OpenAiClient(http, process.address(), process.key());
        while (process.isAlive() && !candidate.isHealthy()) {
            await(READINESS_POLL);
        }
        Optional<String> misfit = Optional.empty();
        try {
            if (process.isAlive()) {
                ready(candidate, process);
            }
        } catch (EngineFailure e) {
            process.kill(); // healthy, but not what was asked for, or will not say what it is: no use
            misfit = Optional.of(e.explanation());
        }
        Optional<String> hang = watch(process, candidate);
        String end = "status " + process.waitFor() + ", last words: " + process.lastLine();
        String reason = misfit.or(() -> hang).orElse(end);
        gone(reason);
        return reason;
    }

    /** Until it has died, or says why it was killed. */
    private Optional<String> watch(LlamaProcess process, OpenAiClient client) throws InterruptedException {
        Optional<Pulse> pulse = pulse();
        while (pulse.isPresent() && !process.waitFor(BETWEEN_LOOKS)) {
            Optional<String> hang = pulse.get().look(client);
            if (hang.isPresent() && process.isAlive()) {
                hung(hang.get(), pulse.get());
                process.kill(); // reaches a process that is stopped, too
                return hang.map(why -> "the engine was hung: " + why);
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<Pulse> pulse() {
        return Optional.ofNullable(served).map(Served::pulse);
    }

    private void hung(String why, Pulse pulse) {
        synchronized (this) {
            hangs++;
            served = null;
            become(new EngineState.Broken("the engine was hung and is started again: " + why));
        }
        pulse.declareHung();
    }

    private synchronized LlamaProcess start() throws IOException {
        starts++;
        LlamaProcess process = LlamaProcess.start(launch, random);
        child = process;
        if (stop.getCount() == 0) {
            process.kill();
        }
        return process;
    }

    private void ready(OpenAiClient candidate, LlamaProcess process) throws InterruptedException {
        process.takesRequests();
        if (!launch.speculation().isActiveIn(candidate)) {
            throw new EngineFailure(EngineFailure.ERROR, launch.speculation().misfit());
        }
        Reply properties = candidate.get("/props");
        EngineState.Ready ready = new EngineState.Ready(
                properties
                        .body()
                        .path("default_generation_settings")
                        .path("n_ctx")
                        .asInt(launch.contextLength()),
                LlamaDialect.readsTools(properties),
                LlamaDialect.vocabulary(candidate));
        boolean knowsSalts = LlamaDialect.knowsSalts(properties);
        synchronized (this) {
            served = new Served(candidate, new Pulse(launch.pulse()), knowsSalts);
            become(ready);
        }
        LOG.log(Level.INFO, "engine ready", new Object[] {
            LogField.of("pid", process.pid()),
            LogField.of("contextLength", ready.contextLength()),
            LogField.of("cachesPrompts", knowsSalts)
        });
    }

    private synchronized void gone(String reason) {
        lastDeath = reason;
        served = null;
        child = null;
        if (!(state instanceof EngineState.Broken)) {
            become(new EngineState.Starting());
        }
    }

    private synchronized void become(EngineState next) {
        if (!(state instanceof EngineState.Stopped)) {
            state = next;
        }
        notifyAll();
    }

    private void await(Duration pause) throws InterruptedException {
        stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
