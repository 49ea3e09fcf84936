package ai.radium.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.model.cache.CacheEntry;
import ai.radium.worker.model.cache.HeldModel;
import ai.radium.worker.model.cache.ModelCache;
import ai.radium.worker.model.cache.Preparation.Prepared;
import ai.radium.worker.model.cache.WantedModel;
import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes, one cache, and any of them may be killed. */
class SharedCacheTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int FILES = 100;
    private static final int FILE_BYTES = 64 << 10;

    @TempDir
    private Path folder;

    private Path cache;
    private byte[] model;

    @BeforeEach
    void prepare() throws IOException {
        cache = folder.resolve("cache");
        model = Files.readAllBytes(ScriptedModel.sentence().write(folder.resolve("model.gguf")));
    }

    @Test
    void tenProcessesFetchAModelOnce() throws Exception {
        CountDownLatch allWait = new CountDownLatch(1);
        try (FileServer server = new FileServer(model)) {
            server.next(exchange -> {
                awaitLatch(allWait);
                server.ignoreRange().to(exchange);
            });
            List<ModelProcess> processes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                processes.add(pull(Map.of(), server.address()));
            }
            await().atMost(LONG)
                    .until(() -> count(processes, "waiting for another process that fetches " + server.address()) == 9);
            allWait.countDown();

            for (ModelProcess process : processes) {
                assertThat(process.awaitEnd()).as(process.output()).isZero();
            }
            assertThat(server.requests()).hasSize(1);
            assertThat(cache.resolve("tiny.gguf")).hasBinaryContent(model);
        }
    }

    @Test
    void theNextProcessGoesOnAfterAKillInTheMiddleOfADownload() throws Exception {
        int half = model.length / 2;
        try (FileServer server = new FileServer(model)) {
            server.next(server.stall(half));
            try (ModelProcess killed = pull(Map.of(), server.address())) {
                await().atMost(LONG).until(() -> size(cache.resolve("fetch")) >= half);
                killed.kill();
            }

            try (ModelProcess next = pull(Map.of(), server.address())) {
                assertThat(next.awaitEnd()).as(next.output()).isZero();
            }

            assertThat(server.requests().getLast().getFirst("Range")).isEqualTo("bytes=" + half + "-");
            assertThat(cache.resolve("tiny.gguf")).hasBinaryContent(model);
        }
    }

    @Test
    void aKillInTheMiddleOfAnEvictionHarmsNothing() throws Exception {
        ModelCache here = new ModelCache(cache, 0, InstantSource.system());
        for (int i = 0; i < FILES; i++) {
            obtain(here, "file" + i, i).close();
        }
        Map<String, String> limit = Map.of("RADIUM_WORKER_MODEL_CACHE_MIB", "2");
        String uri = "file:" + folder.resolve("model.gguf");
        try (ModelProcess killed = pull(limit, uri)) {
            await().atMost(LONG)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> blobs().size() < FILES * 3 / 4);
            killed.kill();
        }
        int left = blobs().size();
        assertThat(left).as("files that the kill left").isBetween(FILES / 5, FILES);

        assertThat(here.entries()).extracting(entry -> entry.sha256().hex()).hasSameElementsAs(blobs());
        assertThat(links()).allMatch(Files::exists);

        try (ModelProcess next = pull(limit, uri)) {
            assertThat(next.awaitEnd()).as(next.output()).isZero();
        }
        obtain(new ModelCache(cache, 2 << 20, InstantSource.system()), "one more", 1_000)
                .close();
        assertThat(here.entries().stream().mapToLong(CacheEntry::sizeBytes).sum())
                .isLessThanOrEqualTo(2 << 20);
        assertThat(links()).hasSameSizeAs(here.entries()).allMatch(Files::exists);
    }

    @Test
    void noOtherProcessTakesAwayWhatIsInUse() throws Exception {
        ModelCache here = new ModelCache(cache, 0, InstantSource.system());
        HeldModel held = obtain(here, "used", 1);
        obtain(here, "idle", 2).close();
        Map<String, String> limit = Map.of("RADIUM_WORKER_MODEL_CACHE_MIB", "1");

        try (ModelProcess pull = pull(limit, "file:" + folder.resolve("model.gguf"));
                ModelProcess remove = ModelProcess.start(cache, limit, "rm", "used")) {
            assertThat(pull.awaitEnd()).as(pull.output()).isZero();
            assertThat(remove.awaitEnd()).isEqualTo(1);
            assertThat(remove.output()).isEqualTo("radium: used is in use by a running worker; stop that first\n");
        }
        assertThat(here.entries()).extracting(CacheEntry::name).contains("used").doesNotContain("idle");

        held.close();
        try (ModelProcess remove = ModelProcess.start(cache, limit, "rm", "used")) {
            assertThat(remove.awaitEnd()).as(remove.output()).isZero();
        }
        assertThat(held.file()).doesNotExist();
    }

    private ModelProcess pull(Map<String, String> environment, String uri) throws IOException {
        return ModelProcess.start(cache, environment, "pull", uri);
    }

    private static HeldModel obtain(ModelCache cache, String name, int content) throws Exception {
        byte[] bytes = new byte[FILE_BYTES];
        bytes[0] = (byte) content;
        bytes[1] = (byte) (content >> 8);
        WantedModel wanted = new WantedModel(
                name.replace(' ', '-'),
                ModelUri.parse("file:/" + content),
                Optional.empty(),
                "",
                Optional.empty(),
                false);
        return cache.obtain(
                wanted,
                (part, _) -> {
                    Sha256 sha256 = Sha256.ofFile(Files.write(part.data(), bytes));
                    return new Prepared(part.data(), sha256, sha256, Optional.empty());
                },
                _ -> {});
    }

    private List<String> blobs() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("blobs"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<Path> links() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(Files::isSymbolicLink).toList();
        }
    }

    private static long size(Path fetches) throws IOException {
        if (!Files.exists(fetches)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(fetches)) {
            return files.filter(file -> file.toString().endsWith(".part"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static long count(List<ModelProcess> processes, String text) throws IOException {
        long count = 0;
        for (ModelProcess process : processes) {
            count += process.output().contains(text) ? 1 : 0;
        }
        return count;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
