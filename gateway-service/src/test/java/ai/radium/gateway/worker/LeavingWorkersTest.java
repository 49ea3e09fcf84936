package ai.radium.gateway.worker;

import static ai.radium.gateway.worker.Recorder.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers that stop, die or come back, and calls that are given up. */
class LeavingWorkersTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final WorkerCalls to = new WorkerCalls();

    @AfterEach
    void stop() {
        to.close();
    }

    @Test
    void cancelsTheWorkersWork() throws InterruptedException {
        try (var worker = new ScriptedWorker((request, client) -> client.onNext(ScriptedWorker.accepted()))) {
            Recorder call = new Recorder();
            WorkerCall stream = to.generate(worker.address(), "x", call);
            await().atMost(SOON).until(() -> call.said.contains("accepted"));

            to.onLoop(stream::cancel);

            assertThat(worker.cancelled.poll(1, TimeUnit.SECONDS)).isNotNull();
            assertThat(call.ended).isFalse();
        }
    }

    @Test
    void saysWithinASecondThatAWorkerDiedInTheMiddle() {
        try (var worker = new ScriptedWorker((request, client) -> client.onNext(ScriptedWorker.delta("so far")))) {
            Recorder call = to.call(worker.address(), "x");
            await().atMost(SOON).until(() -> !call.text.isEmpty());

            worker.die();

            await().atMost(Duration.ofSeconds(5)).until(() -> call.ended);
            assertThat(call.untouched).isFalse();
        }
    }

    @Test
    void saysThatAWorkerWhichIsNotThereNeverBegan() {
        String address;
        try (var worker = new ScriptedWorker(ScriptedWorker::echo)) {
            address = worker.address();
        }

        Recorder call = ended(to.call(address, "x"));

        assertThat(call.lost && call.untouched).isTrue();
        assertThat(to.load(address)).isGreaterThan(1_000);
    }

    @Test
    void letsRunningCallsFinishOnADrainedConnection() throws InterruptedException {
        CountDownLatch drained = new CountDownLatch(1);
        try (var worker = new ScriptedWorker((request, client) -> {
            client.onNext(ScriptedWorker.accepted());
            drained.await();
            ScriptedWorker.echo(request, client);
        })) {
            Recorder running = to.call(worker.address(), "still here");
            await().atMost(SOON).until(() -> running.said.contains("accepted"));

            worker.drain();
            drained.countDown();

            assertThat(ended(running).text).hasToString("still here");
            Recorder late = ended(to.call(worker.address(), "too late"));
            assertThat(late.lost && late.untouched).isTrue();
        }
    }

    @Test
    void findsAWorkerThatCameBackOnTheSameAddress() {
        ScriptedWorker first = new ScriptedWorker(ScriptedWorker::echo);
        int port = first.port();
        ended(to.call(first.address(), "x"));
        first.close();
        try (var second = new ScriptedWorker(port, options -> options, ScriptedWorker::echo)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ended(to.call(second.address(), "again")).text)
                            .hasToString("again"));
        }
    }
}
