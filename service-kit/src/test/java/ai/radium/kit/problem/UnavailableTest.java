package ai.radium.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnavailableTest {
    @Test
    void waitsForALostConnection() {
        assertThat(Unavailable.isCauseOf(new IllegalStateException(new ConnectException("refused"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25P02", "40001", "53300", "55P03", "57014", "57P01"})
    void waitsForADatabaseThatIsBusyOrGoing(String state) {
        assertThat(Unavailable.isCauseOf(new IllegalStateException(new SQLException("refused", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42P01"})
    void doesNotWaitForAStatementToBecomeRight(String state) {
        assertThat(Unavailable.isCauseOf(new SQLException("refused", state))).isFalse();
    }

    @Test
    void waitsForAConnectionOfThePool() {
        assertThat(Unavailable.isCauseOf(new VertxException("Timeout", true))).isTrue();
        assertThat(Unavailable.isCauseOf(new NoStackTraceThrowable("Timeout"))).isTrue();
    }

    @Test
    void doesNotWaitForBrokenJsonToHeal() {
        assertThat(Unavailable.isCauseOf(new UncheckedIOException(new JsonParseException(null, "broken"))))
                .isFalse();
    }
}
