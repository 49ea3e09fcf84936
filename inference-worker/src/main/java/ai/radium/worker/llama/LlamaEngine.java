package ai.radium.worker.llama;

import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.OpenAiClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The engine as a llama-server child of this process. */
public final class LlamaEngine implements Engine {
    /** How long work that was accepted waits for a child that is being started again (measured: 0.1 to 0.6 s). */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final LlamaDialect DIALECT = new LlamaDialect();

    private final HttpClient http;
    private final Supervisor supervisor;

    public LlamaEngine(Launch launch) {
        // llama-server closes an idle connection after five seconds: never pick one up that is about to go.
        System.setProperty("jdk.httpclient.keepalive.timeout", "3");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        this.supervisor = new Supervisor(launch, http);
    }

    @Override
    public EngineState state() {
        return supervisor.state();
    }

    @Override
    public int restarts() {
        return supervisor.restarts();
    }

    /** The child's process id, while one runs. */
    public Optional<Long> childPid() {
        return supervisor.childPid();
    }

    @Override
    public int countTokens(Prompt prompt) throws InterruptedException {
        return completions().countTokens(prompt);
    }

    @Override
    public void check(Generation generation) throws InterruptedException {
        if (supervisor.state() instanceof EngineState.Ready ready
                && !Completions.needsNoCheck(generation, ready.contextLength())) {
            completions().check(generation, ready.contextLength());
        }
    }

    @Override
    public EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException {
        return completions().generate(generation, events);
    }

    @Override
    public void close() {
        supervisor.close();
        http.shutdownNow();
    }

    private Completions completions() throws InterruptedException {
        return new Completions(client(), DIALECT);
    }

    OpenAiClient client() throws InterruptedException {
        return supervisor
                .client(PATIENCE)
                .orElseThrow(() -> new EngineFailure(EngineFailure.CRASHED, "the engine is not running"));
    }
}
