package ai.radium.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WarmBuffersTest {
    private final WarmBuffers warm = new WarmBuffers();

    @Test
    void handsOutTheBufferThatWasGivenBackLast() {
        ByteBuf first = warm.take(1024);
        ByteBuf second = warm.take(1024).writeLong(7);
        warm.giveBack(first);
        warm.giveBack(second);

        assertThat(warm.take(16)).isSameAs(second).matches(buffer -> !buffer.isReadable());
        assertThat(warm.take(16)).isSameAs(first);
    }

    @Test
    void leavesABufferToTheSocketThatHasNotTakenItAll() {
        ByteBuf unsent = warm.take(1024).writeLong(7).retain();

        warm.giveBack(unsent);

        assertThat(unsent.refCnt()).isEqualTo(1);
        assertThat(unsent.readableBytes()).isEqualTo(Long.BYTES);
        assertThat(warm.take(1024)).isNotSameAs(unsent);
    }

    @Test
    void keepsNoBufferThatHasGrownLarge() {
        ByteBuf large = warm.take(1024).writeZero(64 * 1024);

        warm.giveBack(large);

        assertThat(large.refCnt()).isZero();
    }

    @Test
    void keepsABoundedNumber() {
        var taken = Stream.generate(() -> warm.take(256)).limit(200).toList();

        taken.forEach(warm::giveBack);

        assertThat(taken.stream().filter(buffer -> buffer.refCnt() > 0)).hasSize(64);
    }
}
