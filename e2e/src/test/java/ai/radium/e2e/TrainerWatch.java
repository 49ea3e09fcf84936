package ai.radium.e2e;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the memory of the trainer that the platform's status shows, while it runs. */
final class TrainerWatch implements AutoCloseable {
    private final Platform platform;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong most = new AtomicLong();
    private final Thread watch;

    TrainerWatch(Platform platform) {
        this.platform = platform;
        watch = Thread.ofVirtual().start(this::look);
    }

    /** Of what was seen of the first trainer; 0 if none was seen. */
    long mostMebibytes() {
        return most.get();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            ProcessView trainer = null;
            while (trainer == null && !closed.await(1, TimeUnit.SECONDS)) {
                trainer = platform.parts().stream()
                        .filter(part -> part.name().startsWith("finetune-trainer-"))
                        .map(part -> new ProcessView(part.pid()))
                        .findFirst()
                        .orElse(null);
            }
            while (trainer != null && !closed.await(100, TimeUnit.MILLISECONDS)) {
                most.accumulateAndGet(trainer.residentMebibytes(), Math::max);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
