package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.engine.TestEngine;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client without our {@code .proto} learns. */
class ReflectionTest {
    private final RunningWorker worker;

    ReflectionTest(@TempDir Path folder) throws IOException {
        worker = new RunningWorker(TestEngine.talkative(512), 1, 1, folder);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void listsTheServices() throws Exception {
        ServerReflectionResponse answer =
                ask(ServerReflectionRequest.newBuilder().setListServices("*").build());

        assertThat(answer.getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .containsExactlyInAnyOrder(
                        "radium.worker.v1.Worker", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection");
    }

    @Test
    void describesTheProtocol() throws Exception {
        ServerReflectionResponse answer = ask(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("radium.worker.v1.Worker.Generate")
                .build());

        FileDescriptorProto file =
                FileDescriptorProto.parseFrom(answer.getFileDescriptorResponse().getFileDescriptorProto(0));
        assertThat(file.getService(0).getMethodList())
                .extracting(MethodDescriptorProto::getName)
                .contains("Generate", "Embed", "WatchLoad");
    }

    private ServerReflectionResponse ask(ServerReflectionRequest question) throws Exception {
        Recorder<ServerReflectionRequest, ServerReflectionResponse> answers = Recorder.eager();
        StreamObserver<ServerReflectionRequest> questions =
                ServerReflectionGrpc.newStub(worker.channel()).serverReflectionInfo(answers);
        questions.onNext(question);
        questions.onCompleted();
        return answers.awaitEnd(Duration.ofSeconds(10)).getFirst();
    }
}
