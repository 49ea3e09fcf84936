package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.DrainRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.worker.engine.TestEngine;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerTokenTest {
    private static final String TOKEN = "the-token-of-this-worker";

    @TempDir
    private Path folder;

    private final RunningWorker worker;

    CallerTokenTest(@TempDir Path usage) throws IOException {
        worker = new RunningWorker(TestEngine.talkative(512), TOKEN, usage);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void letsTheGatewayCall() {
        WorkerGrpc.WorkerBlockingStub gateway = WorkerGrpc.newBlockingStub(
                ClientInterceptors.intercept(worker.channel(), authorized("Bearer " + TOKEN)));

        assertThat(gateway.generate(RunningWorker.sayHi().build()))
                .toIterable()
                .last()
                .satisfies(event -> assertThat(event.hasFinished()).isTrue());
    }

    @Test
    void refusesEverybodyElse() {
        assertThatThrownBy(() -> worker.client()
                        .countTokens(CountTokensRequest.newBuilder()
                                .setInput(RunningWorker.SAY_HI)
                                .build()))
                .satisfies(CallerTokenTest::isUnauthenticated);
        assertThatThrownBy(() -> worker.client().drain(DrainRequest.getDefaultInstance()))
                .satisfies(CallerTokenTest::isUnauthenticated);
        for (String wrong : new String[] {"Bearer other", "Bearer " + TOKEN + "x", TOKEN, "Bearer "}) {
            WorkerGrpc.WorkerBlockingStub stranger =
                    WorkerGrpc.newBlockingStub(ClientInterceptors.intercept(worker.channel(), authorized(wrong)));
            assertThatThrownBy(() -> stranger.drain(DrainRequest.getDefaultInstance()))
                    .satisfies(CallerTokenTest::isUnauthenticated);
        }
    }

    @Test
    void tellsItsProtocolToNobodyElse() {
        Recorder<ServerReflectionRequest, ServerReflectionResponse> answer = Recorder.eager();
        ServerReflectionGrpc.newStub(worker.channel()).serverReflectionInfo(answer);

        assertThatThrownBy(() -> answer.awaitEnd(Duration.ofSeconds(10)))
                .cause()
                .satisfies(CallerTokenTest::isUnauthenticated);
    }

    @Test
    void tellsItsHealthToAnybody() {
        assertThat(HealthGrpc.newBlockingStub(worker.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void startsOnNoAddressOfOthersWithoutKnowingItsCallers() throws IOException {
        Environment open = new Environment(Map.of());
        assertThatThrownBy(() -> CallerAccess.from(open, "0.0.0.0", Optional.empty()))
                .hasMessageContaining("RADIUM_WORKER_TOKEN_FILE");
        assertThat(CallerAccess.from(open, "127.0.0.1", Optional.empty()).token())
                .isEmpty();

        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Environment closed = new Environment(Map.of("RADIUM_WORKER_TOKEN_FILE", file.toString()));
        CallerAccess access = CallerAccess.from(closed, "0.0.0.0", Optional.empty());
        assertThat(access.token()).contains(TOKEN);
        assertThat(access).asString().doesNotContain(TOKEN);
        Files.writeString(file, " ");
        assertThatThrownBy(() -> CallerAccess.from(closed, "127.0.0.1", Optional.empty()))
                .hasMessageContaining("is empty");
    }

    private static void isUnauthenticated(Throwable refused) {
        assertThat(refused).isInstanceOfSatisfying(StatusRuntimeException.class, status -> {
            assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        });
    }

    private static io.grpc.ClientInterceptor authorized(String authorization) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }
}
