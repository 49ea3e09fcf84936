package ai.radium.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.deployment.local.StandInWorker;
import ai.radium.deployment.runtime.CrashPoint;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The packaged service as a process of its own that can be told to die at a point. */
final class ServiceUnderFire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The start that notes what it loads takes several times the processor time of any other. */
    private static final Duration FIRST_PATIENCE = Duration.ofMinutes(3);

    private static final Duration BEAT = Duration.ofMillis(50);
    private static final String ACCOUNT = "acct_fire";

    private final Outside outside;
    private final Traces traces;
    private final int port = freePort();
    private final Path arming = file("radium-crash-at", ".txt");
    private final Path startCache = file("radium-under-fire", ".aot");
    private @Nullable Process process;

    /** What there is of a deployment, seen from outside. */
    interface Traces {
        int replicas(String deployment);

        List<String> remains(String deployment);
    }

    ServiceUnderFire(Outside outside, Traces traces) {
        this.outside = outside;
        this.traces = traces;
    }

    /**
     * Starts it and waits until it knows its model. What the first start loaded and linked is kept for the others (JEP 514):
     * a start takes a fraction of the processor time then.
     */
    void start() {
        outside.send(outside.model("small", new Gpu("CPU", 0, 0)));
        outside.send(outside.model(StandInWorker.BROKEN, new Gpu("CPU", 0, 0)));
        launch("-XX:AOTCacheOutput=" + startCache, FIRST_PATIENCE);
        awaitModel("small");
        awaitModel(StandInWorker.BROKEN);
        String id = created("first");
        awaitReplicas(id, 1);
        deleteAndAwaitNothing(id);
        stop();
        restart();
    }

    /** From now on the service halts at this point. */
    void arm(String point) {
        try {
            Files.writeString(arming, point);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the service to halt where it was told to. */
    void awaitKillAndRestart() {
        Process running = Objects.requireNonNull(process);
        try {
            assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(running.exitValue()).isEqualTo(CrashPoint.EXIT_STATUS);
        arm("");
        restart();
    }

    private void awaitModel(String model) {
        await().atMost(PATIENCE)
                .until(() -> request()
                                .body(Map.of(
                                        "name", "probe", "modelId", model, "configuration", Map.of("billing", "none")))
                                .post("/deployments")
                                .statusCode()
                        == 400);
    }

    /** The deployment of this name, made if the kill came before it was stored. */
    String created(String name) {
        return find(name).orElseGet(() -> create(name).jsonPath().getString("data.id"));
    }

    /** With an Idempotency-Key. The kill may come before the reply. */
    void tryToCreate(String name) {
        orKilled(() -> createAgain(name));
    }

    /** What a client does that got no reply: the same request with the same Idempotency-Key. */
    Response createAgain(String name) {
        return request()
                .header("Idempotency-Key", name)
                .body(Map.of("name", name, "modelId", "small"))
                .post("/deployments");
    }

    /** A deployment that cannot come to run. */
    void tryToCreateInVain(String name, Map<String, Object> configuration) {
        orKilled(() -> request()
                .body(Map.of("name", name, "modelId", StandInWorker.BROKEN, "configuration", configuration))
                .post("/deployments"));
    }

    void tryToScale(String id, int replicas) {
        orKilled(() -> scale(id, replicas));
    }

    void tryToDelete(String id) {
        orKilled(() -> request().delete("/deployments/" + id));
    }

    Response scale(String id, int replicas) {
        return request()
                .body(Map.of("configuration", Map.of("minReplicas", replicas)))
                .put("/deployments/" + id);
    }

    /** Exactly so many processes, all of them ready. */
    void awaitReplicas(String id, int replicas) {
        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> {
            JsonPath found = request().get("/deployments/" + id).jsonPath();
            return "active".equals(found.getString("data.status"))
                    && found.getInt("data.replicas.ready") == replicas
                    && traces.replicas(id) == replicas;
        });
    }

    /** Failed, with nothing held. */
    void awaitFailure(String id) {
        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> {
            JsonPath found = request().get("/deployments/" + id).jsonPath();
            return "failed".equals(found.getString("data.status"))
                    && traces.remains(id).isEmpty();
        });
    }

    void deleteAndAwaitNothing(String id) {
        request().delete("/deployments/" + id);
        await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .until(() -> traces.remains(id).isEmpty());
        assertThat(request().get("/deployments/" + id).statusCode()).isEqualTo(404);
        new ReplicaTimes(outside).assertNoneTwice(id);
    }

    /** All the time of its one replica from the first second to one after now, without a gap. */
    void awaitUnbrokenTime(String id) {
        Instant now = Instant.now();
        await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .untilAsserted(() -> new ReplicaTimes(outside).assertUnbroken(id, now));
    }

    /** Exactly so often, however often the service was killed on the way to Kafka; one event may be there twice. */
    void awaitTold(String id, String action, int times) {
        await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .untilAsserted(() -> assertThat(outside.published(Topic.AUDIT_OF_DEPLOYMENTS, ACCOUNT).stream()
                                .filter(event -> event.path("resource")
                                                .textValue()
                                                .equals(id)
                                        && event.path("action").textValue().equals(action))
                                .distinct())
                        .as(action)
                        .hasSize(times));
    }

    @Override
    public void close() {
        kill();
        outside.killWorkers();
        delete(startCache);
        delete(arming);
    }

    private Response create(String name) {
        return request().body(Map.of("name", name, "modelId", "small")).post("/deployments");
    }

    private Optional<String> find(String name) {
        JsonPath list = request().get("/deployments?limit=100").jsonPath();
        List<String> ids = list.getList("data.findAll { it.name == '" + name + "' }.id");
        return ids.stream().findFirst();
    }

    private RequestSpecification request() {
        return given().baseUri("http://127.0.0.1:" + port)
                .header("Authorization", outside.authorization(ACCOUNT))
                .contentType("application/json");
    }

    /** The answer, unless the process halts before it gives one. */
    private void orKilled(Runnable request) {
        Throwable failure = catchThrowable(request::run);
        if (failure != null) {
            assertThat(failure).isInstanceOf(IOException.class);
        }
    }

    private void restart() {
        launch("-XX:AOTCache=" + startCache, PATIENCE);
    }

    private void launch(String startCaching, Duration patience) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                startCaching,
                "-Dquarkus.http.port=" + port));
        outside.settings().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-D" + CrashPoint.PROPERTY + "=" + arming);
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/service-under-fire.log")))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(patience)
                .pollInterval(BEAT)
                .ignoreExceptions()
                .until(() -> request().get("/q/health/ready").statusCode() == 200);
    }

    private void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** A stop in order is when the start cache is written. */
    private void stop() {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        running.onExit().orTimeout(FIRST_PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String name, String suffix) {
        try {
            return Files.createTempFile(name, suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
