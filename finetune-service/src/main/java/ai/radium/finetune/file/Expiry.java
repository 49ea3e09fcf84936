package ai.radium.finetune.file;

import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.outbox.Blocking;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Closes uploads whose time is over. */
@ApplicationScoped
class Expiry {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Uploads uploads;
    private final StandingThreads threads;

    Expiry(Uploads uploads, StandingThreads threads) {
        this.uploads = uploads;
        this.threads = threads;
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("upload-expiry", this::run);
    }

    private void run(StandingThread self) throws InterruptedException {
        while (!self.isStopping()) {
            self.step();
            if (Blocking.await(uploads::expire) == 0) {
                self.rest(PAUSE);
            }
        }
    }
}
