package ai.radium.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.kit.testing.PackagedService;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietStopIT {
    @Test
    void stopsSoonAndSaysNothingOfAnError() throws InterruptedException {
        try (PackagedService service = new PackagedService(new FinetuneStack().start())) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(service::isReady);

            assertThat(service.stop(Duration.ofSeconds(15))).isTrue();

            assertThat(service.errors()).isEmpty();
        }
    }
}
