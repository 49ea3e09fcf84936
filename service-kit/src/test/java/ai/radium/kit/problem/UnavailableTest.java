package ai.radium.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class UnavailableTest {
    @Test
    void waitsForALostConnection() {
        assertThat(Unavailable.isCauseOf(new IllegalStateException(new ConnectException("refused"))))
                .isTrue();
    }

    @Test
    void doesNotWaitForBrokenJsonToHeal() {
        assertThat(Unavailable.isCauseOf(new UncheckedIOException(new JsonParseException(null, "broken"))))
                .isFalse();
    }
}
