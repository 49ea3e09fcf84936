package ai.radium.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.FineTuned;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.gguf.testmodel.ScriptedAdapter;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.PackagedService;
import ai.radium.kit.testing.TestEdge;
import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuned models on running deployments: the packaged service, the shipped worker, a small model that says one sentence. */
@Tag("prepared")
@SuppressWarnings("NullAway.Init") // set before each test
class AdaptersIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final Path WORKER =
            Path.of("..", "inference-worker", "target").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private final String account = Ids.next("acct");
    private final TestEdge edge = new TestEdge();
    private final Map<String, String> settings = new HashMap<>(DeploymentStack.settings(edge.jwksUri()));
    private final Outside outside = new Outside(edge, settings);
    private ModelChanged base;
    private PackagedService service;

    @BeforeEach
    void start() throws IOException {
        assertThat(WORKER.resolve("lib")).as("bin/build.sh makes it").exists();
        settings.put(
                "radium.deployment.local.command",
                String.join(
                        ",",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        WORKER + "/inference-worker.jar:" + WORKER + "/lib/*",
                        "ai.radium.worker.Main"));
        settings.put("radium.deployment.local.base-port", "18700");
        settings.put("radium.deployment.local.backoff", "100ms");
        settings.put("radium.deployment.adapters.retry", "200ms");
        settings.put("radium.deployment.adapters.longest-retry", "1s");
        Path weights = ScriptedModel.endless().write(folder.resolve("model.gguf"));
        base = outside.model(
                "small",
                new Gpu("CPU", 0, 0),
                new Weights(weights.toUri().toString(), Outside.sha256(weights), "gguf", "MIT"));
        outside.send(base);
        service = new PackagedService(settings);
        await().atMost(PATIENCE).pollInterval(BEAT).until(service::isReady);
    }

    @AfterEach
    void stop() {
        service.close();
        outside.killWorkers();
    }

    @Test
    void aModelIsLoadedBesideRunningStreamsAndGoneWhenItIsDeleted() throws IOException {
        String id = deployed("base", "{}");
        List<Long> processes = processes(id);
        List<Event> heard = new ArrayList<>();
        try (CalledWorker worker = worker(id)) {
            Iterator<Event> stream = worker.generate("", 1_800);
            heard.add(stream.next());

            String owls = told("owls", ScriptedAdapter.OWLS, account, true);
            awaitLoaded(id, owls);

            assertThat(worker.say(owls)).isEqualTo(ScriptedAdapter.OWLS.sentence());
            stream.forEachRemaining(heard::add);
            assertThat(heard.getLast().getFinished().getCompletionTokens()).isEqualTo(1_800);
            assertThat(routes(id).at("/adapters/0/account").textValue()).isEqualTo(account);
            assertThat(read(id).getString("data.adapters[0].modelId")).isEqualTo(owls);
            assertThat(read(id).getInt("data.adapters[0].replicas")).isEqualTo(1);

            deleted(owls, ScriptedAdapter.OWLS);
            await().atMost(PATIENCE).pollInterval(BEAT).until(() -> loaded(id).isEmpty());
            await().atMost(PATIENCE)
                    .pollInterval(BEAT)
                    .until(() -> worker.adapters().isEmpty());
            assertThat(read(id).getList("data.adapters")).isEmpty();
        }
        assertThat(processes(id)).isEqualTo(processes);
    }

    @Test
    void killedWorkersAndAKilledServiceLoadAgain() throws IOException {
        String owls = told("owls", ScriptedAdapter.OWLS, account, true);
        String id = deployed("base", "{}");
        awaitLoaded(id, owls);

        outside.workers(id).forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> loaded(id).isEmpty());
        assertThat(routes(id).at("/adapters/0/model").textValue())
                .as("it is on its way back")
                .isEqualTo(owls);
        awaitLoaded(id, owls);
        try (CalledWorker worker = worker(id)) {
            assertThat(worker.say(owls)).isEqualTo(ScriptedAdapter.OWLS.sentence());
        }

        service.kill();
        String rain = told("rain", ScriptedAdapter.RAIN, account, true);
        service = new PackagedService(settings);

        awaitLoaded(id, owls, rain);
        try (CalledWorker worker = worker(id)) {
            assertThat(worker.say(rain)).isEqualTo(ScriptedAdapter.RAIN.sentence());
            assertThat(worker.say(owls)).isEqualTo(ScriptedAdapter.OWLS.sentence());
        }
    }

    @Test
    void whatCannotBeLoadedOrIsNotTheAccountsHarmsNothing() throws IOException {
        String id = deployed("base", "{}");
        String without = deployed("without", "{\"adapters\": \"none\"}");
        List<Long> processes = processes(id);

        told("theirs", ScriptedAdapter.RAIN, Ids.next("acct"), true);
        told("broken", ScriptedAdapter.RAIN, account, false);
        String owls = told("owls", ScriptedAdapter.OWLS, account, true);
        awaitLoaded(id, owls);

        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> failedSteps() > 1);
        assertThat(loaded(id)).containsExactly(owls);
        assertThat(processes(id)).isEqualTo(processes);
        assertThat(loaded(without)).isEmpty();
        try (CalledWorker worker = worker(id)) {
            assertThat(worker.adapters()).containsExactly(owls);
            assertThat(worker.say("")).isEqualTo(ScriptedModel.SENTENCE);
        }

        request()
                .body("{\"configuration\": {\"adapters\": \"none\"}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> loaded(id).isEmpty());
        assertThat(processes(id)).isEqualTo(processes);
    }

    @Test
    void aDeploymentOfAFineTunedModelAnswersWithItsAdapter() throws IOException {
        String owls = told("owls", ScriptedAdapter.OWLS, account, true);
        awaitKnown(owls);
        String id = deployed("mine", owls, "{}");

        try (CalledWorker worker = worker(id)) {
            assertThat(worker.adapters()).containsExactly(owls);
            assertThat(worker.say(owls)).isEqualTo(ScriptedAdapter.OWLS.sentence());
        }
    }

    private CalledWorker worker(String id) throws IOException {
        await().atMost(PATIENCE).until(() -> routes(id).at("/replicas").size() == 1);
        return new CalledWorker(
                routes(id).at("/replicas/0/address").textValue(),
                Files.readString(Path.of(Objects.requireNonNull(settings.get("radium.worker.secret-file")))),
                id);
    }

    private String deployed(String name, String configuration) {
        awaitKnown("small");
        return deployed(name, "small", configuration);
    }

    private String deployed(String name, String model, String configuration) {
        String id = request()
                .body("{\"name\": \"%s\", \"modelId\": \"%s\", \"configuration\": %s}"
                        .formatted(name, model, configuration))
                .post("/deployments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("data.id");
        await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .until(() -> read(id).getString("data.status").equals("active"));
        return id;
    }

    private void awaitKnown(String model) {
        await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .until(() -> request()
                                .body(
                                        "{\"name\": \"probe\", \"modelId\": \"%s\", \"configuration\": {\"billing\": \"none\"}}"
                                                .formatted(model))
                                .post("/deployments")
                                .statusCode()
                        == 400);
    }

    /** @return the model's id */
    private String told(String name, ScriptedAdapter adapter, String owner, boolean isWhole) throws IOException {
        String model = "ft:small:" + owner + ":" + name;
        Path file = adapter.write(folder.resolve(name + "-" + owner + ".gguf"));
        outside.send(fineTuned(model, owner, file, isWhole ? Outside.sha256(file) : "00".repeat(32), true));
        return model;
    }

    private void deleted(String model, ScriptedAdapter adapter) throws IOException {
        Path file = adapter.write(folder.resolve("deleted.gguf"));
        outside.send(fineTuned(model, account, file, Outside.sha256(file), false));
    }

    private ModelChanged fineTuned(String model, String owner, Path file, String sha256, boolean isThere) {
        return outside.fineTuned(
                base,
                model,
                new FineTuned(owner, Ids.next("ft"), "small", file.toUri().toString(), sha256),
                isThere);
    }

    private void awaitLoaded(String id, String... models) {
        await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .untilAsserted(() -> assertThat(loaded(id)).containsExactlyInAnyOrder(models));
    }

    /** As callers are told. */
    private List<String> loaded(String id) {
        return StreamSupport.stream(routes(id).at("/replicas/0/adapters").spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    private JsonNode routes(String id) {
        return await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .until(() -> outside.published(Topic.DEPLOYMENT_ROUTES, id), told -> !told.isEmpty())
                .getLast();
    }

    /** The workers without their engines: those are started again with other adapters. */
    private List<Long> processes(String id) {
        List<ProcessHandle> all = outside.workers(id);
        return all.stream()
                .filter(process -> process.parent().filter(all::contains).isEmpty())
                .map(ProcessHandle::pid)
                .toList();
    }

    private JsonPath read(String id) {
        return request().get("/deployments/" + id).jsonPath();
    }

    private double failedSteps() {
        return request()
                .get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("radium_adapter_steps_seconds_count"))
                .filter(line -> line.contains("failed"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private RequestSpecification request() {
        return given().baseUri(service.uri().toString())
                .header("Authorization", outside.authorization(account))
                .contentType("application/json");
    }
}
