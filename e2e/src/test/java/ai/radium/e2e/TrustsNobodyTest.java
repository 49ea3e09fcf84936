package ai.radium.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a process of this machine gets from a running platform without a secret: the public API, and nothing else. */
@ExtendWith(RunningPlatform.class)
class TrustsNobodyTest {
    @Test
    void listensOnLoopbackOnly(Platform platform) {
        List<ProcessHandle> processes = platform.parts().stream()
                .flatMap(part -> ProcessHandle.of(part.pid()).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
        assertThat(ListeningSockets.of(processes))
                .hasSizeGreaterThan(12)
                .allMatch(ListeningSockets.Address::isLoopback);
    }

    @Test
    void servicesAskForTheGatewaysToken(Platform platform) throws IOException, InterruptedException {
        for (String path : List.of(
                "ACCOUNT_SERVICE/api-keys",
                "ACCOUNT_SERVICE/account",
                "MODEL_SERVICE/models",
                "DEPLOYMENT_SERVICE/deployments",
                "BILLING_SERVICE/billing",
                "ANALYTICS_SERVICE/analytics/usage",
                "FINETUNE_SERVICE/datasets")) {
            String service = path.substring(0, path.indexOf('/'));
            String address = "http://127.0.0.1:" + platform.environment().get("RADIUM_PORT_" + service)
                    + path.substring(path.indexOf('/'));
            assertThat(status(address)).as(address).isEqualTo(401);
        }
    }

    @Test
    void workersAskForTheirDeploymentsToken(Platform platform) {
        int port = platform.part("inference-worker-" + platform.deploymentId())
                .ports()
                .getFirst();
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        try {
            var stub = WorkerGrpc.newBlockingStub(channel);
            assertThatThrownBy(() -> stub.countTokens(CountTokensRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .returns(Status.Code.UNAUTHENTICATED, TrustsNobodyTest::code);
            assertThatThrownBy(() ->
                            stub.generate(GenerateRequest.getDefaultInstance()).hasNext())
                    .returns(Status.Code.UNAUTHENTICATED, TrustsNobodyTest::code);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void redisAndTheSupervisorAskForAWord(Platform platform) throws IOException {
        assertThat(said(Integer.parseInt(platform.environment().get("RADIUM_PORT_REDIS")), "KEYS *\r\n"))
                .startsWith("-NOAUTH");
        Properties state = new Properties();
        try (Reader reader = Files.newBufferedReader(platform.home().resolve("state.properties"))) {
            state.load(reader);
        }
        assertThat(said(Integer.parseInt(state.getProperty("control.port")), "guess down\n"))
                .isEqualTo("error the control token is wrong\n");
    }

    @Test
    void nobodyElseReadsAFileOfTheHome(Platform platform) throws IOException {
        assertThat(permissions(platform.home())).endsWith("---");
        for (String made : List.of("config", "demo.env", "gateway", "logs", "secrets", "state.properties", "workers")) {
            try (Stream<Path> all = Files.walk(platform.home().resolve(made))) {
                assertThat(all)
                        .isNotEmpty()
                        .allSatisfy(path -> assertThat(permissions(path))
                                .as(path.toString())
                                .endsWith("---"));
            }
        }
    }

    private static Status.Code code(Throwable refusal) {
        return Status.fromThrowable(refusal).getCode();
    }

    private static int status(String address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String said(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next != -1;
                    next = socket.getInputStream().read()) {
                line.append((char) next);
                if (next == '\n') {
                    break;
                }
            }
            return line.toString();
        }
    }

    /** Closed for one that was removed meanwhile. */
    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return "---------";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
