package ai.radium.gateway.worker;

import static ai.radium.gateway.worker.Recorder.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.GenerateRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our HTTP/2 client against grpc-java's server over sockets. */
class WorkersTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final WorkerCalls to = new WorkerCalls();

    @AfterEach
    void stop() {
        to.close();
    }

    @Test
    void givesTheEventsInTheirOrder() {
        try (var worker = new ScriptedWorker(ScriptedWorker::echo)) {
            Recorder call = ended(to.call(worker.address(), "to be or not"));

            assertThat(call.said).containsExactly("accepted", "prefill 7 3", "finished stop 7 4");
            assertThat(call.text).hasToString("to be or not");
            assertThat(call.tokens).isEqualTo(4);
            assertThat(call.status.code()).isEqualTo(GrpcStatus.OK);
        }
    }

    @Test
    void usesConnectionsForManyCallsOneAfterTheOther() {
        try (var worker = new ScriptedWorker(ScriptedWorker::echo)) {
            for (int i = 0; i < 50; i++) {
                assertThat(ended(to.call(worker.address(), "call " + i)).text).hasToString("call " + i);
            }
        }
    }

    @Test
    void sendsRequestsThatAreLargerThanEveryWindow() throws InterruptedException {
        String input = "é😀 ".repeat(1_000_000);
        try (var worker = new ScriptedWorker(0, options -> options.flowControlWindow(65_535), (request, client) -> {
            client.onNext(ScriptedWorker.finished("stop", 1, 1));
            client.onCompleted();
        })) {
            ended(to.call(worker.address(), input));

            GenerateRequest request = worker.requests.poll(1, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            assertThat(request.getInput().equals(input)).isTrue();
        }
    }

    @Test
    void putsMessagesTogetherThatComeInManyFrames() {
        String large = "漢字".repeat(100_000);
        try (var worker = new ScriptedWorker((request, client) -> {
            IntStream.range(0, 4).forEach(i -> client.onNext(ScriptedWorker.delta(large)));
            client.onNext(ScriptedWorker.finished("stop", 1, 4));
            client.onCompleted();
        })) {
            Recorder call = ended(to.call(worker.address(), "x"));

            assertThat(call.text.equals(large.repeat(4))).isTrue();
            assertThat(call.said).containsExactly("finished stop 1 4");
        }
    }

    @Test
    void readsFramesHoweverTheyAreCut() throws IOException {
        String input = "a word ".repeat(300);
        try (var worker = new ScriptedWorker(ScriptedWorker::echo);
                var chopper = new Chopper(worker.port(), 5)) {
            List<Recorder> calls = to.calls(chopper.address(), input, 5);

            calls.forEach(Recorder::ended);
            assertThat(calls).allSatisfy(call -> assertThat(call.text).hasToString(input));
        }
    }

    @Test
    void opensMoreConnectionsWhenAWorkerTakesFewCallsOnEach() throws InterruptedException {
        CountDownLatch allIn = new CountDownLatch(12);
        try (var worker =
                new ScriptedWorker(0, options -> options.maxConcurrentCallsPerConnection(2), (request, client) -> {
                    allIn.countDown();
                    allIn.await();
                    ScriptedWorker.echo(request, client);
                })) {
            List<Recorder> first = to.calls(worker.address(), "first", 2);
            await().atMost(SOON).until(() -> allIn.getCount() == 10); // the worker's settings are known now
            List<Recorder> calls = new ArrayList<>(first);
            calls.addAll(to.calls(worker.address(), "more", 10));

            assertThat(allIn.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(calls).allSatisfy(call -> assertThat(ended(call).lost).isFalse());
        }
    }

    @Test
    void tellsWhyTheWorkerRefused() {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER), "messages[0].role");
        trailers.put(Metadata.Key.of("radium-code", Metadata.ASCII_STRING_MARSHALLER), "context_length_exceeded");
        try (var worker = new ScriptedWorker((request, client) -> client.onError(
                Status.INVALID_ARGUMENT.withDescription("zu groß: 100 %").asRuntimeException(trailers)))) {
            Recorder call = ended(to.call(worker.address(), "x"));

            assertThat(call.status)
                    .isEqualTo(new GrpcStatus(
                            GrpcStatus.INVALID_ARGUMENT,
                            "zu groß: 100 %",
                            "messages[0].role",
                            "context_length_exceeded",
                            0));
        }
    }

    @Test
    void tellsWhenToComeAgain() {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER), "12");
        try (var worker = new ScriptedWorker(
                (request, client) -> client.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException(trailers)))) {
            Recorder call = ended(to.call(worker.address(), "x"));

            assertThat(call.status.code()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
            assertThat(call.status.retryAfterSeconds()).isEqualTo(12);
        }
    }

    @Test
    void holdsTheWorkerBackWhileTheClientDoesNotRead() {
        AtomicInteger sent = new AtomicInteger();
        String piece = "x".repeat(8 * 1024);
        Semaphore ready = new Semaphore(0);
        try (var worker = new ScriptedWorker((request, client) -> {
            while (request.getInput().equals("much") && sent.get() < 200) {
                if (client.isReady()) {
                    client.onNext(ScriptedWorker.delta(piece));
                    sent.incrementAndGet();
                } else {
                    ready.acquire();
                }
            }
            client.onCompleted();
        })) {
            worker.onReady(ready::release);
            Recorder slow = new Recorder();
            slow.writable = false;
            WorkerCall stream = to.generate(worker.address(), "much", slow);
            await().atMost(SOON).during(Duration.ofMillis(300)).until(() -> sent.get() > 0 && sent.get() < 60);
            Recorder other = ended(to.call(worker.address(), "not held back"));

            slow.writable = true;
            to.onLoop(stream::writableAgain);

            assertThat(ended(slow).said).isEmpty();
            assertThat(slow.status.code()).isEqualTo(GrpcStatus.OK);
            assertThat(slow.text).hasSize(200 * piece.length());
            assertThat(other.ended).isTrue();
        }
    }

    @Test
    void aMessageThatCannotBeReadEndsItsOwnCallOnly() {
        CountDownLatch read = new CountDownLatch(1);
        try (var worker = new ScriptedWorker((request, client) -> {
            client.onNext(ScriptedWorker.accepted());
            read.await();
            ScriptedWorker.echo(request, client);
        })) {
            Recorder well = to.call(worker.address(), "goes on");
            Recorder choking = new Recorder();
            choking.chokes = true;
            to.generate(worker.address(), "ends", choking);
            await().atMost(SOON).until(() -> well.said.contains("accepted") && choking.said.contains("accepted"));

            read.countDown();

            assertThat(ended(choking).status.code()).isEqualTo(GrpcStatus.INTERNAL);
            assertThat(ended(well).text).hasToString("goes on");
            assertThat(to.load(worker.address())).isZero();
        }
    }

    @Test
    void keepsManyStreamsApart() {
        try (var worker = new ScriptedWorker(ScriptedWorker::echo)) {
            List<Recorder> calls = IntStream.range(0, 300)
                    .mapToObj(i -> to.call(worker.address(), "stream number " + i))
                    .toList();

            for (int i = 0; i < calls.size(); i++) {
                assertThat(ended(calls.get(i)).text).hasToString("stream number " + i);
            }
            assertThat(to.load(worker.address())).isZero();
        }
    }
}
