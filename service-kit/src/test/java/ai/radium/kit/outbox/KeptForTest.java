package ai.radium.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeptForTest {
    @Test
    void deletesOnlyOldRowsAndOnlySomeAtOnce() {
        assertThat(new KeptFor("rollup", "start", Duration.ofDays(1)).deletion(10))
                .isEqualTo("delete from rollup where ctid in (select ctid from rollup"
                        + " where start < cast(? as timestamptz) limit 10)");
    }

    @Test
    void refusesToKeepRowsForNoTime() {
        assertThatThrownBy(() -> new KeptFor("inbox", "taken_at", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inbox");
    }
}
