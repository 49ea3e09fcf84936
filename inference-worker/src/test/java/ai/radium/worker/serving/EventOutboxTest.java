package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Event;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventOutboxTest {
    private static final int DELTAS = 100;

    private final Client client = new Client();
    private final EventOutbox outbox = new EventOutbox(client);

    @Test
    void whoIsAwayForAMomentLosesNothing() throws InterruptedException {
        Thread run = Thread.ofVirtual().start(() -> IntStream.range(0, DELTAS).forEach(this::deliver));
        await().until(() -> run.getState() == Thread.State.TIMED_WAITING);
        assertThat(client.taken).isEmpty();

        client.ready = true;
        while (run.isAlive()) {
            outbox.flush();
            run.join(Duration.ofMillis(1));
        }
        outbox.end();
        assertThat(client.text())
                .isEqualTo(IntStream.range(0, DELTAS)
                        .mapToObj(EventOutboxTest::text)
                        .collect(Collectors.joining()));
        assertThat(client.completed).isTrue();
    }

    @Test
    void interruptEndsTheWaitAndStays() throws InterruptedException {
        boolean[] interrupted = new boolean[1];
        Thread run = Thread.ofVirtual().start(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                deliver(i);
            }
            interrupted[0] = true;
        });
        await().until(() -> run.getState() == Thread.State.TIMED_WAITING);
        run.interrupt();

        assertThat(run.join(Duration.ofSeconds(1))).isTrue();
        assertThat(interrupted[0]).isTrue();
    }

    @Test
    void manySmallPiecesBecomeFewEvents() {
        for (int i = 0; i < 20_000; i++) {
            outbox.deliver(delta("abcd"));
        }
        client.ready = true;
        outbox.end();

        assertThat(client.text()).hasSize(80_000);
        assertThat(client.taken).hasSizeLessThanOrEqualTo(20);
    }

    private void deliver(int number) {
        outbox.deliver(delta(text(number)));
    }

    private static String text(int number) {
        return Integer.toString(number).repeat(5_000);
    }

    private static Event delta(String text) {
        return Event.newBuilder().setDelta(Delta.newBuilder().setText(text)).build();
    }

    /** Takes what it is given once it is ready. */
    private static final class Client extends ServerCallStreamObserver<Event> {
        final List<Event> taken = new CopyOnWriteArrayList<>();
        volatile boolean ready;
        volatile boolean completed;

        String text() {
            return taken.stream().map(event -> event.getDelta().getText()).collect(Collectors.joining());
        }

        @Override
        public void onNext(Event event) {
            taken.add(event);
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void onCompleted() {
            completed = true;
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
