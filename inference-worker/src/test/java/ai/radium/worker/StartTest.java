package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.tls.TestCertificates;
import ai.radium.worker.tls.TestCertificates.Pair;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that cannot start, or should not, says why. */
class StartTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void saysWhyItsEngineWillNotRun() throws Exception {
        try (WorkerProcess worker =
                WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("RADIUM_LLAMA_SERVER", "/bin/false"))) {
            await().atMost(LONG)
                    .ignoreException(ConnectException.class)
                    .until(() -> worker.ready().body().contains("died 4 times in a row: status 1"));
            assertThat(worker.ready().statusCode()).isEqualTo(503);
        }
    }

    @Test
    void refusesToStartWithoutAModel() throws Exception {
        try (WorkerProcess worker =
                WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("RADIUM_WORKER_MODEL", "/nowhere.gguf"))) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("RADIUM_WORKER_MODEL", "/nowhere.gguf");
        }
    }

    @Test
    void refusesToStartWithHalfOfItsSpeculation() throws Exception {
        try (WorkerProcess worker =
                WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("RADIUM_WORKER_SPECULATION", "draft"))) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("RADIUM_WORKER_DRAFT_MODEL goes with");
        }
    }

    @Test
    void refusesToStartWithABrokenTlsKeyAndQuotesNothingOfIt() throws Exception {
        Pair pair = new TestCertificates(folder).authority("worker");
        Path broken = Files.writeString(
                folder.resolve("broken.key"), Files.readString(pair.key()).replace("-----BEGIN ", "-----begin "));
        Map<String, String> settings = Map.of(
                "RADIUM_WORKER_TLS_CERTIFICATE", pair.certificate().toString(),
                "RADIUM_WORKER_TLS_KEY", broken.toString());
        try (WorkerProcess worker = WorkerProcess.start(ScriptedModel.sentence(), folder, settings)) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(Files.readAllLines(worker.log()))
                    .singleElement()
                    .asString()
                    .contains("RADIUM_WORKER_TLS_KEY: " + broken + " holds no RSA or EC key")
                    .doesNotContain(Files.readAllLines(broken).get(1));
        }
    }

    @Test
    void refusesToStartWhereAnybodyCouldCallIt() throws Exception {
        try (WorkerProcess worker =
                WorkerProcess.start(ScriptedModel.sentence(), folder, Map.of("RADIUM_WORKER_HOST", "0.0.0.0"))) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("RADIUM_WORKER_HOST", "RADIUM_WORKER_TOKEN_FILE");
        }
    }
}
