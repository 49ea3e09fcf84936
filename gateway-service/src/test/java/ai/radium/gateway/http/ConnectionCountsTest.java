package ai.radium.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private static final InetAddress ONE = address(1);
    private static final InetAddress OTHER = address(2);

    private final ConnectionCounts counts = new ConnectionCounts(3, 2);

    @Test
    void anAddressHasItsPartAndNoMore() {
        assertThat(counts.enter(ONE)).isTrue();
        assertThat(counts.enter(ONE)).isTrue();
        assertThat(counts.enter(ONE)).isFalse();
        assertThat(counts.enter(OTHER)).as("what was refused is not counted").isTrue();
        assertThat(counts.open()).isEqualTo(3);
    }

    @Test
    void allTogetherHaveTheirsToo() {
        counts.enter(ONE);
        counts.enter(ONE);
        counts.enter(OTHER);

        assertThat(counts.enter(OTHER)).isFalse();
        assertThat(counts.open()).isEqualTo(3);

        counts.leave(ONE);

        assertThat(counts.enter(OTHER)).isTrue();
    }

    @Test
    void whoLeavesMakesRoom() {
        counts.enter(ONE);
        counts.enter(ONE);
        counts.leave(ONE);
        assertThat(counts.enter(ONE)).isTrue();
        counts.leave(ONE);
        counts.leave(ONE);

        assertThat(counts.open()).isZero();
        assertThat(counts.enter(ONE)).isTrue();
        assertThat(counts.enter(ONE)).isTrue();
        assertThat(counts.enter(ONE)).isFalse();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
