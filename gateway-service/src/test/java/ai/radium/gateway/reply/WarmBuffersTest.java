package ai.radium.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmBuffersTest {
    private final WarmBuffers warm = new WarmBuffers();
    private final List<ByteBuf> taken = new ArrayList<>();

    @AfterEach
    void release() {
        taken.stream().filter(buffer -> buffer.refCnt() > 0).forEach(buffer -> buffer.release(buffer.refCnt()));
    }

    private ByteBuf take(int bytes) {
        ByteBuf buffer = warm.take(bytes);
        taken.add(buffer);
        return buffer;
    }

    @Test
    void handsOutTheBufferThatWasGivenBackLast() {
        ByteBuf first = take(1024);
        ByteBuf second = take(1024).writeLong(7);
        warm.giveBack(first);
        warm.giveBack(second);

        assertThat(take(16)).isSameAs(second).matches(buffer -> !buffer.isReadable());
        assertThat(take(16)).isSameAs(first);
    }

    @Test
    void leavesABufferToTheSocketThatHasNotTakenItAll() {
        ByteBuf unsent = take(1024).writeLong(7).retain();

        warm.giveBack(unsent);

        assertThat(unsent.refCnt()).isEqualTo(1);
        assertThat(unsent.readableBytes()).isEqualTo(Long.BYTES);
        assertThat(take(1024)).isNotSameAs(unsent);
    }

    @Test
    void keepsNoBufferThatHasGrownLarge() {
        ByteBuf large = take(1024).writeZero(64 * 1024);

        warm.giveBack(large);

        assertThat(large.refCnt()).isZero();
    }

    @Test
    void keepsABoundedNumber() {
        Stream.generate(() -> take(256)).limit(200).toList().forEach(warm::giveBack);

        assertThat(taken.stream().filter(buffer -> buffer.refCnt() > 0)).hasSize(64);
    }
}
