package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Adapter;
import ai.radium.contracts.worker.v1.AdapterProgress;
import ai.radium.contracts.worker.v1.AdapterProgress.Stage;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.ListAdaptersRequest;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.contracts.worker.v1.UnloadAdapterRequest;
import ai.radium.contracts.worker.v1.WatchLoadRequest;
import ai.radium.gguf.testmodel.ScriptedAdapter;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.llama.LlamaEngine;
import ai.radium.worker.llama.TestLaunch;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters over the protocol and the real engine. */
class AdapterTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int SLOTS = 4;
    private static final List<String> ADAPTERS = List.of("", "owls", "rain");

    private final Path owls;
    private final Path rain;
    private final LlamaEngine engine;
    private final RunningWorker worker;

    AdapterTest(@TempDir Path folder) throws IOException {
        this.owls = ScriptedAdapter.OWLS.write(folder.resolve("owls.gguf"));
        this.rain = ScriptedAdapter.RAIN.write(folder.resolve("rain.gguf"));
        this.engine = TestLaunch.start(ScriptedModel.endless(), folder, SLOTS, 1 << 15);
        this.worker = new RunningWorker(engine, SLOTS, 400, folder);
    }

    @AfterEach
    void stop() {
        worker.close();
        engine.close();
    }

    @Test
    void answersNobodyWithAnAdapterThatWasNotAskedFor() throws Exception {
        load("owls", owls);
        load("rain", rain);

        List<Recorder<GenerateRequest, Event>> streams = IntStream.range(0, 200)
                .mapToObj(i -> start(ADAPTERS.get(i % 3), ScriptedModel.SENTENCE_TOKENS - 1))
                .toList();

        for (int i = 0; i < streams.size(); i++) {
            List<Event> events = streams.get(i).awaitEnd(LONG);
            assertThat(text(events)).as("%s", events).isEqualTo(sentences(ADAPTERS.get(i % 3), 1));
        }
    }

    @Test
    void cutsNoStreamWhenAnAdapterIsLoadedBesideIt() throws Exception {
        load("owls", owls);
        List<String> asked = List.of("", "owls", "", "owls");
        List<Recorder<GenerateRequest, Event>> streams =
                asked.stream().map(adapter -> start(adapter, 3600)).toList();
        streams.forEach(stream -> stream.await(Event::hasDelta));

        List<AdapterProgress> progress = load("rain", rain);

        assertThat(streams).noneMatch(stream -> stream.messages().getLast().hasFinished());
        assertThat(progress).extracting(AdapterProgress::getStage).endsWith(Stage.LOADING, Stage.READY);
        assertThat(progress.getLast().getElapsedMs()).isLessThan(10_000);
        for (int i = 0; i < streams.size(); i++) {
            List<Event> events = streams.get(i).awaitEnd(LONG);
            assertThat(events.getLast().getFinished().getCompletionTokens()).isEqualTo(3600);
            assertThat(text(events)).isEqualTo(sentences(asked.get(i), 300));
        }
        assertThat(say("rain")).isEqualTo(ScriptedAdapter.RAIN.sentence());
    }

    @Test
    void keepsNoAdapterWaitingForTheEndOfOthers() throws Exception {
        load("owls", owls);
        Recorder<GenerateRequest, Event> base = start("", 3600);
        base.await(Event::hasDelta);

        assertThat(say("owls")).isEqualTo(ScriptedAdapter.OWLS.sentence());
        assertThat(base.messages().getLast().hasFinished()).isFalse();
        assertThat(text(base.awaitEnd(LONG))).isEqualTo(sentences("", 300));
    }

    @Test
    void hasAllAdaptersAgainAfterTheEngineCrashed() throws Exception {
        load("owls", owls);
        load("rain", rain);
        Files.delete(owls);
        ProcessHandle.of(engine.childPid().orElseThrow()).orElseThrow().destroyForcibly();
        await().until(() -> engine.restarts() == 1);
        TestLaunch.awaitReady(engine);

        assertThat(ADAPTERS.stream().map(this::say))
                .containsExactly(
                        ScriptedModel.SENTENCE, ScriptedAdapter.OWLS.sentence(), ScriptedAdapter.RAIN.sentence());
    }

    @Test
    void listsAndTellsWatchersWhatIsLoaded() throws Exception {
        load("owls", owls);
        load("rain", rain);
        assertThat(listed()).extracting(Adapter::getId).containsExactly("owls", "rain");
        assertThat(listed()).extracting(Adapter::getSha256).allMatch(sum -> sum.matches("[0-9a-f]{64}"));
        assertThat(watched()).containsExactly("owls", "rain");

        worker.client()
                .unloadAdapter(UnloadAdapterRequest.newBuilder().setId("owls").build());
        worker.client()
                .unloadAdapter(UnloadAdapterRequest.newBuilder().setId("nobody").build());
        assertThat(listed()).extracting(Adapter::getId).containsExactly("rain");
        assertThat(watched()).containsExactly("rain");
        assertThat(say("rain")).isEqualTo(ScriptedAdapter.RAIN.sentence());
        refused(Status.Code.INVALID_ARGUMENT, "model", () -> say("owls"));
    }

    @Test
    void refusesWithTheStatusThatFits() throws Exception {
        load("owls", owls);
        assertThat(load("owls", owls)).extracting(AdapterProgress::getStage).endsWith(Stage.READY);

        refused(Status.Code.ALREADY_EXISTS, "id", () -> load("owls", rain));
        refused(Status.Code.INVALID_ARGUMENT, "uri", () -> load("other", Path.of("/nowhere.gguf")));
        refused(Status.Code.INVALID_ARGUMENT, "model", () -> say("rain"));
    }

    @Test
    void endsALoadWithItsCall() throws Exception {
        Recorder<LoadAdapterRequest, AdapterProgress> load = Recorder.eager();
        worker.asyncClient().loadAdapter(request("owls", owls), load);
        load.await(progress -> progress.getStage() == Stage.LOADING);
        load.cancel();

        assertThat(load("rain", rain)).extracting(AdapterProgress::getStage).endsWith(Stage.READY);
        assertThat(say("")).isEqualTo(ScriptedModel.SENTENCE);
    }

    private List<AdapterProgress> load(String id, Path file) {
        List<AdapterProgress> progress = new ArrayList<>();
        worker.client().loadAdapter(request(id, file)).forEachRemaining(progress::add);
        return progress;
    }

    private static LoadAdapterRequest request(String id, Path file) {
        return LoadAdapterRequest.newBuilder()
                .setId(id)
                .setUri(file.toUri().toString())
                .build();
    }

    private List<Adapter> listed() {
        return worker.client()
                .listAdapters(ListAdaptersRequest.getDefaultInstance())
                .getAdaptersList();
    }

    private List<String> watched() {
        return worker.client()
                .watchLoad(WatchLoadRequest.getDefaultInstance())
                .next()
                .getAdaptersList();
    }

    private Recorder<GenerateRequest, Event> start(String adapter, int maxTokens) {
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        worker.asyncClient()
                .generate(
                        RunningWorker.sayHi()
                                .setAdapter(adapter)
                                .setMaxTokens(maxTokens)
                                .build(),
                        stream);
        return stream;
    }

    private String say(String adapter) {
        return text(worker.generate(
                RunningWorker.sayHi().setAdapter(adapter).setMaxTokens(ScriptedModel.SENTENCE_TOKENS - 1)));
    }

    private static void refused(Status.Code code, String param, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).isEqualTo(code);
            assertThat(refused.getTrailers())
                    .isNotNull()
                    .satisfies(trailers ->
                            assertThat(trailers.get(RunningWorker.PARAM)).isEqualTo(param));
        });
    }

    private static String sentences(String adapter, int times) {
        String sentence = switch (adapter) {
            case "owls" -> ScriptedAdapter.OWLS.sentence();
            case "rain" -> ScriptedAdapter.RAIN.sentence();
            default -> ScriptedModel.SENTENCE;
        };
        return sentence.repeat(times);
    }

    private static String text(List<Event> events) {
        return events.stream().map(event -> event.getDelta().getText()).collect(Collectors.joining());
    }
}
