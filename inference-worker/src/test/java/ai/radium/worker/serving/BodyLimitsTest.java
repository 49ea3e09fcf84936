package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prompts of at most 384 KiB on a server that only counts the requests that reach it. */
class BodyLimitsTest {
    private static final int LARGEST = 384 * 1024;

    private final AtomicInteger reached = new AtomicInteger();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;
    private final ManagedChannel channel;

    BodyLimitsTest() throws IOException {
        BodyLimits limits = BodyLimits.ofPrompts(512, 8 * 1024 * 1024);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(executor)
                .addStreamTracerFactory(limits)
                .intercept(limits)
                .addService(new CountingWorker())
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow();
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        executor.close();
    }

    @Test
    void whatGoesBeyondWithItsLastBytesDoesNotReachTheService() throws InterruptedException {
        assertThatThrownBy(() -> generate(LARGEST))
                .hasMessageContaining("context_length_exceeded: This model's maximum context length is 512 tokens.");

        stop();
        assertThat(reached).hasValue(0);
    }

    @Test
    void whatFitsReachesTheService() throws InterruptedException {
        generate(LARGEST - 1024);

        stop();
        assertThat(reached).hasValue(1);
    }

    /** The other fields come on top. */
    private void generate(int inputBytes) {
        GenerateRequest request =
                GenerateRequest.newBuilder().setInput(" ".repeat(inputBytes)).build();
        WorkerGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .generate(request)
                .forEachRemaining(event -> {});
    }

    private final class CountingWorker extends WorkerGrpc.WorkerImplBase {
        @Override
        public void generate(GenerateRequest request, StreamObserver<Event> client) {
            reached.incrementAndGet();
            client.onCompleted();
        }
    }
}
