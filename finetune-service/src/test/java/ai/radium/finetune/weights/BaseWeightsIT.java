package ai.radium.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.gguf.testmodel.TrainableModel;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the worker's own program, built before. */
class BaseWeightsIT {
    private static final Path WORKER =
            Path.of("..", "inference-worker", "target").toAbsolutePath().normalize();
    private static final byte[] MODEL = TrainableModel.llama().bytes();

    @TempDir
    private Path folder;

    private final AtomicInteger downloads = new AtomicInteger();
    private HttpServer server;
    private BaseWeights weights;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tiny.gguf", exchange -> {
            downloads.incrementAndGet();
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL);
            exchange.close();
        });
        server.start();
        weights = new BaseWeights(new Settings(folder.resolve("cache")));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesWhatIsNotThereIntoTheWorkersCacheOnce() throws Exception {
        Path file = weights.file(at("http://127.0.0.1:" + server.getAddress().getPort() + "/tiny.gguf", sha256()));

        assertThat(file).hasBinaryContent(MODEL).hasParent(folder.toRealPath().resolve("cache/blobs"));
        assertThat(new BaseWeights(new Settings(folder.resolve("cache")))
                        .file(at("http://127.0.0.1:1/elsewhere.gguf", sha256())))
                .isEqualTo(file);
        assertThat(downloads).hasValue(1);
    }

    @Test
    void fetchesAgainWhatWasRemoved() throws Exception {
        Weights tiny = at("http://127.0.0.1:" + server.getAddress().getPort() + "/tiny.gguf", sha256());
        Files.delete(weights.file(tiny));

        assertThat(weights.file(tiny)).hasBinaryContent(MODEL);
        assertThat(downloads).hasValue(2);
    }

    @Test
    void takesAFileOfThisMachineWhereItIs() throws Exception {
        Path file = Files.write(folder.resolve("tiny.gguf"), MODEL);

        assertThat(weights.file(at(file.toUri().toString(), sha256()))).isEqualTo(file);
    }

    @Test
    void refusesAFileThatIsAnother() throws Exception {
        Path file = Files.write(folder.resolve("tiny.gguf"), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> weights.file(at(file.toUri().toString(), sha256())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tiny.gguf has the sha256 ")
                .hasMessageEndingWith(", not " + sha256());
    }

    @Test
    void saysWhyAFileCannotBeHad() {
        String nowhere = "http://127.0.0.1:" + server.getAddress().getPort() + "/nothing.gguf";

        assertThatThrownBy(() -> weights.file(at(nowhere, sha256())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(nowhere)
                .hasMessageContaining("404");
        assertThatThrownBy(() -> weights.file(at(folder.toUri() + "nothing.gguf", sha256())))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the weights are not at file:");
    }

    private static Weights at(String uri, String sha256) {
        return new Weights(uri, sha256, "gguf", "Apache-2.0");
    }

    private static String sha256() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(MODEL));
    }

    private record Settings(Path cache) implements WeightsConfig {
        @Override
        public Optional<Path> sharedCache() {
            return Optional.empty();
        }

        @Override
        public List<String> command() {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    WORKER + "/inference-worker.jar:" + WORKER + "/lib/*",
                    "ai.radium.worker.model.ModelCommand");
        }

        @Override
        public Duration fetchTimeout() {
            return Duration.ofMinutes(1);
        }
    }
}
