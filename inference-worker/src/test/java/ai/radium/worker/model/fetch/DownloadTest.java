package ai.radium.worker.model.fetch;

import static ai.radium.worker.model.FileServer.claim;
import static ai.radium.worker.model.FileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.worker.model.FileServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final int HALF = 200_000;
    private static final byte[] ONE = content(1);
    private static final byte[] TWO = content(2);
    private static final Retries QUICK = new Retries(3, Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    private Path folder;

    private final FileServer server = new FileServer(ONE);
    private final List<Progress> progress = new ArrayList<>();
    private PartialFile part;

    @BeforeEach
    void prepare() {
        part = new PartialFile(folder.resolve("part"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchesAFileAndTellsHowFarItIs() throws Exception {
        assertThat(fetch(Optional.empty())).isEqualTo(sha256(ONE));

        assertThat(part.data()).hasBinaryContent(ONE);
        assertThat(progress.getLast().bytes()).isEqualTo(ONE.length);
        assertThat(progress.getLast().total()).isEqualTo(ONE.length);
        assertThat(progress.getLast().toString()).startsWith("fetching " + server.address() + ", 0.4 of 0.4 MiB");
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
        server.next(server.breakOff(HALF), server.breakOff(1_000));

        assertThat(fetch(Optional.empty())).isEqualTo(sha256(ONE));

        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().get(1).getFirst("Range")).isEqualTo("bytes=" + HALF + "-");
        assertThat(server.requests().get(1).getFirst("If-Range")).isEqualTo("\"one\"");
        assertThat(server.requests().get(2).getFirst("Range")).isEqualTo("bytes=" + (HALF + 1_000) + "-");
        assertThat(progress)
                .anyMatch(step -> step.toString().contains("the connection broke (Premature EOF), trying again"));
    }

    @Test
    void goesOnWithWhatAnEarlierProcessLeft() throws Exception {
        server.next(server.breakOff(HALF), status(404));
        assertThatThrownBy(() -> fetch(Optional.empty())).isInstanceOf(ModelFailure.class);

        assertThat(fetch(Optional.of(sha256(ONE)))).isEqualTo(sha256(ONE));

        assertThat(server.requests().getLast().getFirst("Range")).isEqualTo("bytes=" + HALF + "-");
    }

    @Test
    void asksForNothingWhenAllIsThereAlready() throws Exception {
        fetch(Optional.empty());

        assertThat(fetch(Optional.of(sha256(ONE)))).isEqualTo(sha256(ONE));

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void goesOnWhenTheServerIsSilent() throws Exception {
        server.next(server.stall(HALF));

        assertThat(fetch(Optional.empty())).isEqualTo(sha256(ONE));

        assertThat(progress).anyMatch(step -> step.toString().contains("silent"));
    }

    @Test
    void beginsAnewWhenTheServerKnowsNoRanges() throws Exception {
        server.next(server.breakOff(HALF), server.ignoreRange());

        assertThat(fetch(Optional.empty())).isEqualTo(sha256(ONE));

        assertThat(part.data()).hasBinaryContent(ONE);
    }

    @Test
    void beginsAnewWhenTheFileChangedMeanwhile() throws Exception {
        server.next(server.breakOff(HALF), exchange -> {
            server.change(TWO, "\"two\"");
            status(503).to(exchange);
        });

        assertThat(fetch(Optional.empty())).isEqualTo(sha256(TWO));

        assertThat(part.data()).hasBinaryContent(TWO);
    }

    @Test
    void noticesAMixtureOfTwoVersionsByItsSum() throws Exception {
        server.next(server.breakOff(HALF), exchange -> {
            server.change(TWO, "\"two\"");
            server.ignoreIfRange().to(exchange);
        });

        assertThat(fetch(Optional.of(sha256(TWO)))).isEqualTo(sha256(TWO));
    }

    @Test
    void mixesNothingWithoutAVersionOrASum() throws Exception {
        server.change(ONE, "W/\"weak\"");
        server.next(server.breakOff(HALF));

        assertThat(fetch(Optional.empty())).isEqualTo(sha256(ONE));

        assertThat(server.requests().getLast().getFirst("Range")).isNull();
    }

    @Test
    void beginsAnewWhenTheFileBecameShorter() throws Exception {
        server.next(server.breakOff(HALF), status(416));

        assertThat(fetch(Optional.empty())).isEqualTo(sha256(ONE));
    }

    @Test
    void refusesAFileWithAnotherSum() {
        assertThatThrownBy(() -> fetch(Optional.of(sha256(TWO))))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContainingAll(
                        server.address(), sha256(ONE).hex(), sha256(TWO).hex());

        assertThat(part.data()).doesNotExist();
    }

    @Test
    void givesUpAfterTriesThatBringNothingNew() {
        server.next(server.breakOff(HALF), status(500), server.breakOff(0), status(503));

        assertThatThrownBy(() -> fetch(Optional.empty()))
                .hasMessageContaining("3 times in a row; ask again to go on from 0.2 MiB");
    }

    @Test
    void waitsAsLongAsTheServerAsksWithinReason() throws Exception {
        server.next(status(429, "Retry-After", "9999"));

        assertThat(fetch(Optional.empty())).isEqualTo(sha256(ONE));
    }

    @Test
    void asksForRoomBeforeItFetches() {
        server.next(claim(1L << 50));

        assertThatThrownBy(() -> fetch(Optional.empty()))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContainingAll("needs 1073741824.0 MiB more", "radium model rm");
    }

    @Test
    void saysWhatToDoAboutAFileThatIsNotThere() {
        server.next(status(404));

        assertThatThrownBy(() -> fetch(Optional.empty()))
                .hasMessage(server.address()
                        + " cannot be fetched: the server has no such file (404); check how it is written");
    }

    @Test
    void showsNoSecretsOfAnAddress() {
        server.next(status(403));

        assertThatThrownBy(() -> fetch(server.address() + "?signature=hush", Map.of(), Optional.empty()))
                .hasMessageContaining("403")
                .hasMessageNotContaining("hush");
    }

    @Test
    void sendsTheHubItsTokenAndNobodyElse() throws Exception {
        try (FileServer store = new FileServer(ONE)) {
            server.next(status(
                    302,
                    "Location",
                    store.address(),
                    "X-Linked-ETag",
                    '"' + sha256(ONE).hex() + '"'));

            fetch(
                    "hf:some/repo@v1/sub/tiny.gguf",
                    Map.of("HF_ENDPOINT", server.base() + "/", "HF_TOKEN", "hush"),
                    Optional.empty());

            assertThat(server.requests().getFirst().getFirst("Authorization")).isEqualTo("Bearer hush");
            assertThat(store.requests().getFirst().containsKey("Authorization")).isFalse();
        }
    }

    @Test
    void holdsTheStoreToWhatTheHubAnnounced() {
        try (FileServer store = new FileServer(TWO)) {
            server.next(status(
                    302,
                    "Location",
                    store.address(),
                    "X-Linked-ETag",
                    '"' + sha256(ONE).hex() + '"'));

            assertThatThrownBy(() ->
                            fetch("hf:some/repo/tiny.gguf", Map.of("HF_ENDPOINT", server.base()), Optional.empty()))
                    .hasMessageContainingAll(
                            "hf:some/repo/tiny.gguf", sha256(ONE).hex());
        }
    }

    @Test
    void followsNoRedirectsInACircleOrOutOfTheWeb() {
        for (String location : List.of(server.address(), "file:///etc/passwd")) {
            server.next(
                    status(302, "Location", location),
                    status(302, "Location", location),
                    status(302, "Location", location),
                    status(302, "Location", location),
                    status(302, "Location", location),
                    status(302, "Location", location));

            assertThatThrownBy(() -> fetch(Optional.empty()))
                    .isInstanceOf(ModelFailure.class)
                    .hasMessageContaining("redirects");
        }
    }

    private Sha256 fetch(Optional<Sha256> expected) throws Exception {
        return fetch(server.address(), Map.of(), expected);
    }

    private Sha256 fetch(String uri, Map<String, String> environment, Optional<Sha256> expected) throws Exception {
        return new Fetcher(new Access(environment), QUICK, Duration.ofMillis(500))
                .fetch(ModelUri.parse(uri), expected, part, progress::add);
    }

    private Sha256 sha256(byte[] bytes) {
        try {
            return Sha256.ofFile(Files.write(folder.resolve("sum"), bytes));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] content(long seed) {
        byte[] bytes = new byte[2 * HALF];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
