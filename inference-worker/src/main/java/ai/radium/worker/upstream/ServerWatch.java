package ai.radium.worker.upstream;

import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.log.LogField;
import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.OpenAiClient;
import ai.radium.worker.openai.Pulse;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Asks the server for its health, and for what it serves whenever it is there again. */
final class ServerWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServerWatch.class.getName());

    /** A server that is away is back within this time of its return, and one that goes is missed as soon. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** How long work that was accepted waits for a server that is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final UpstreamAdapters adapters;
    private final HttpClient http = OpenAiClient.newHttp();
    private final OpenAiClient client;
    private final Availability availability = new Availability();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger arrivals = new AtomicInteger();
    private final AtomicInteger hangs = new AtomicInteger();
    private Pulse pulse; // since it came the last time
    private boolean isDoubted; // since it hung, until it has answered
    private volatile ServerKind kind = ServerKind.OTHER; // until it says

    ServerWatch(Upstream upstream, UpstreamAdapters adapters) {
        this.upstream = upstream;
        this.adapters = adapters;
        this.client = new OpenAiClient(http, upstream.address(), upstream.key());
        this.pulse = new Pulse(upstream.pulse());
        Thread.ofVirtual().name("upstream-watch").start(this::run);
    }

    EngineState state() {
        return availability.state();
    }

    /** How often it came back. */
    int returns() {
        return Math.max(0, arrivals.get() - 1);
    }

    int hangs() {
        return hangs.get();
    }

    /** Its completions, waiting for it for a while if it is away. */
    Completions completions() throws InterruptedException {
        return within(PATIENCE);
    }

    /** Its completions, if it is there. */
    Completions now() throws InterruptedException {
        return within(Duration.ZERO);
    }

    /** @throws EngineRefusal when tools are asked for that the server was not started to read */
    void checkTools(Generation generation) {
        if (!generation.has("tools")) {
            return;
        }
        if (availability.state() instanceof EngineState.Ready ready && !ready.readsTools()) {
            throw EngineRefusal.invalid("tools", "this model cannot call tools");
        }
        // llama-server lets the model talk first, or only, even when a call is required (seen 2026-11-26).
        if (kind == ServerKind.LLAMA
                && !generation.option("tool_choice").asText().equals("auto")) {
            throw EngineRefusal.invalid(
                    "tool_choice", "tool_choice must be none or auto: this model cannot be made to call a tool");
        }
    }

    AdapterApi adapterApi() throws InterruptedException {
        return new AdapterApi(completions().client(), kind);
    }

    @Override
    public void close() {
        stop.countDown();
        availability.away(new EngineState.Stopped());
        http.shutdownNow();
    }

    private Completions within(Duration patience) throws InterruptedException {
        return availability
                .await(patience)
                .orElseThrow(() -> new EngineFailure(EngineFailure.CRASHED, "the engine is not running"));
    }

    private void run() {
        try {
            do {
                look();
            } while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread but an ending JVM
        }
    }

    /** When there is a reason to doubt that the server is there. */
    synchronized void doubt() throws InterruptedException {
        judge(client.health(upstream.pulse().health()));
    }

    private synchronized void look() throws InterruptedException {
        if (!(availability.state() instanceof EngineState.Ready)) {
            doubt();
            return;
        }
        Optional<String> hang = pulse.look(client);
        if (hang.isPresent()) {
            hung(hang.get());
        } else if (pulse.health().isPresent()) {
            judge(pulse.health().get().status());
        }
    }

    private void judge(OptionalInt health) throws InterruptedException {
        if (health.isEmpty()) {
            away("the server at " + client + " does not answer");
        } else if (health.getAsInt() >= 500) {
            away("the server answers /health with status " + health.getAsInt());
        } else if (!(availability.state() instanceof EngineState.Ready)) {
            arrived(); // some servers know no /health: what they serve tells enough
        }
    }

    private void hung(String why) {
        hangs.incrementAndGet();
        isDoubted = true;
        away("the server at " + client + " is hung: " + why);
        pulse.declareHung();
    }

    private void arrived() throws InterruptedException {
        try {
            Pulse fresh = new Pulse(upstream.pulse());
            switch (Look.at(client, upstream, fresh)) {
                case Look.Usable(var completions, var ready, var serverKind) -> {
                    if (isDoubted && !completions.answers()) {
                        return;
                    }
                    isDoubted = false;
                    pulse = fresh;
                    kind = serverKind;
                    adapters.restore(new AdapterApi(client, kind));
                    arrivals.incrementAndGet();
                    availability.ready(completions, ready);
                    LOG.log(Level.INFO, "engine ready", new Object[] {
                        LogField.of("address", client.toString()), LogField.of("contextLength", ready.contextLength())
                    });
                }
                case Look.Useless(var reason) -> away(reason);
            }
        } catch (EngineFailure e) {
            away(e.explanation());
        }
    }

    private void away(String reason) {
        EngineState away = new EngineState.Broken(reason);
        if (!availability.state().equals(away)) {
            availability.away(away);
            LOG.log(Level.WARNING, "engine away", LogField.of("reason", reason));
        }
    }
}
