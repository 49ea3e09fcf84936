package ai.radium.worker.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineContract;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Stage;
import ai.radium.worker.engine.Vectors;
import ai.radium.worker.llama.TestServer;
import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.Pulse;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Over a real llama-server that was started apart from the worker. */
@TestInstance(Lifecycle.PER_CLASS)
class UpstreamEngineTest extends EngineContract {
    private TestServer server;
    private UpstreamEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(ScriptedModel.sentence(), folder, 2, CONTEXT);
        engine = engine(server.address(), TestServer.KEY, Optional.empty());
        awaitReady(engine);
    }

    @AfterAll
    void stop() {
        engine.close();
        server.close();
    }

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected Stage stage(Path folder) throws IOException {
        TestServer endless = TestServer.start(ScriptedModel.endless(), folder, 1, 1 << 17);
        UpstreamEngine over = engine(endless.address(), TestServer.KEY, Optional.empty());
        awaitReady(over);
        return new UpstreamStage(over, endless);
    }

    @Test
    void saysWhyItCannotBeUsed() {
        assertReason(
                engine(server.address(), "another key", Optional.empty()),
                "status 401: it does not take RADIUM_WORKER_UPSTREAM_KEY");
        assertReason(
                engine(server.address(), TestServer.KEY, Optional.of("gpt-5")),
                "the server does not serve the model gpt-5, but [");
        assertReason(
                engine(URI.create("http://127.0.0.1:1"), "", Optional.empty()),
                "the server at http://127.0.0.1:1 does not answer");
    }

    @Test
    void refusesAnAdapterThatTheServerCannotLoad() {
        assertThatThrownBy(() -> engine.load(new Adapter("owls", Path.of("/adapters/owls"), "00"), _ -> {}))
                .isInstanceOf(AdapterRefusal.class)
                .hasMessageContaining("cannot load adapters while it runs");
    }

    @Test
    void makesEmbeddings(@TempDir Path folder) throws Exception {
        try (TestServer embeddings = TestServer.startEmbeddings(ScriptedModel.sentence(), folder);
                UpstreamEngine over = engine(embeddings.address(), TestServer.KEY, Optional.empty())) {
            awaitReady(over);
            Vectors vectors = over.embed(
                    List.of(
                            new EmbeddingInput("input[0]", TextNode.valueOf("ab")),
                            new EmbeddingInput("input[1]", TextNode.valueOf("a"))),
                    0);
            assertThat(vectors.promptTokens()).isEqualTo(5);
            assertThat(vectors.values()).hasSize(2);
        }
    }

    @Test
    void freesTheSlotOfEmbeddingsThatNobodyWaitsFor(@TempDir Path folder) throws Exception {
        List<EmbeddingInput> many =
                Collections.nCopies(2048, new EmbeddingInput("input", TextNode.valueOf("a".repeat(200))));
        CountDownLatch ended = new CountDownLatch(1);
        try (TestServer embeddings = TestServer.startEmbeddings(ScriptedModel.sentence(), folder);
                UpstreamEngine over = engine(embeddings.address(), TestServer.KEY, Optional.empty())) {
            awaitReady(over);
            Thread caller = Thread.startVirtualThread(() -> {
                try {
                    over.embed(many, 0);
                } catch (InterruptedException e) {
                    ended.countDown();
                }
            });
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(2))
                    .until(embeddings::isBusy);

            caller.interrupt();

            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !embeddings.isBusy());
            assertThat(ended.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void saysThatTheServerMakesNoEmbeddings() {
        assertThatThrownBy(() -> engine.embed(List.of(new EmbeddingInput("input", TextNode.valueOf("ab"))), 0))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.param()).isEqualTo("model");
                    assertThat(refusal.explanation()).contains("makes no embeddings");
                });
    }

    /** As with a server whose kind is not known: here one whose ways are. */
    @Test
    void needsNoMoreThanOpenAisApi() throws InterruptedException {
        Completions plain =
                new Completions(server.client(), new PlainDialect("any"), CONTEXT, new Pulse(Pulse.Limits.USUAL));
        List<EngineEvent> events = new ArrayList<>();
        EngineFinish finish = plain.generate(chat("Say hi", 0), events::add);

        assertThat(events)
                .startsWith(
                        new EngineEvent.Prefilled(0, 0),
                        new EngineEvent.Piece("The", "", "", "", 1),
                        new EngineEvent.Piece(" quick", "", "", "", 2));
        assertThat(finish.completionTokens()).isEqualTo(ScriptedModel.SENTENCE_TOKENS);
        assertThat(finish.decodeMicros()).isPositive();
        assertThat(plain.countTokens(chat("Say hi", 0))).isEqualTo(finish.promptTokens());
    }

    @Test
    void holdsTheContextToWhatIsConfigured() {
        try (UpstreamEngine smaller = new UpstreamEngine(new Upstream(
                server.address(), TestServer.KEY, Optional.empty(), OptionalInt.of(100), Optional.of(true)))) {
            awaitReady(smaller);
            assertThat(smaller.state()).isInstanceOfSatisfying(EngineState.Ready.class, ready -> {
                assertThat(ready.contextLength()).isEqualTo(100);
                assertThat(ready.readsTools()).isTrue();
            });
        }
    }

    @Test
    void takesNoWorkWhileTheServerIsHung(@TempDir Path folder) throws Exception {
        try (TestServer own = TestServer.start(ScriptedModel.endless(), folder, 1, 1 << 16);
                UpstreamEngine hanging = new UpstreamEngine(new Upstream(
                        own.address(),
                        TestServer.KEY,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        new Pulse.Limits(Duration.ofSeconds(1), Duration.ofSeconds(30))))) {
            awaitReady(hanging);
            CountDownLatch spoke = new CountDownLatch(1);
            FutureTask<EngineFinish> stream =
                    new FutureTask<>(() -> hanging.generate(chat("Say hi", 0), _ -> spoke.countDown()));
            Thread.startVirtualThread(stream);
            spoke.await();

            own.halt();

            assertThatThrownBy(() -> stream.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            EngineFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo("engine_hung"));
            assertThat(hanging.state().unreadiness()).isPresent();
            assertThat(hanging.hangs()).isOne();
            own.goOn();
            awaitReady(hanging);
        }
    }

    private static void assertReason(UpstreamEngine useless, String reason) {
        try (useless) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(useless.state())
                            .isInstanceOfSatisfying(
                                    EngineState.Broken.class,
                                    broken -> assertThat(broken.reason()).contains(reason)));
        }
    }

    private static UpstreamEngine engine(URI address, String key, Optional<String> model) {
        return new UpstreamEngine(new Upstream(address, key, model, OptionalInt.empty(), Optional.empty()));
    }

    private static void awaitReady(Engine engine) {
        await().atMost(Duration.ofSeconds(20)).until(() -> engine.state() instanceof EngineState.Ready);
    }

    private record UpstreamStage(UpstreamEngine engine, TestServer server) implements Stage {
        @Override
        public boolean isBusy() throws InterruptedException {
            return server.isBusy();
        }

        @Override
        public void kill() {
            server.kill();
            server.startAgain();
        }

        @Override
        public void close() {
            engine.close();
            server.close();
        }
    }
}
