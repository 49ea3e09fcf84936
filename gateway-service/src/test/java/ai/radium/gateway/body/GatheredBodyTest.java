package ai.radium.gateway.body;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatheredBodyTest {
    private static final int KIB = 1024;

    @Property(tries = 200)
    void givesWhatCameInAnyPartsAndGivesItsMemoryBack(@ForAll @Size(min = 1, max = 20) List<byte[]> parts) {
        BodyMemory memory = new BodyMemory(1L << 20);
        GatheredBody body = body(memory, 1L << 20);
        body.belongsTo("acct_a");
        ByteBuf expected = Unpooled.buffer();
        for (int i = 0; i < parts.size(); i++) {
            expected.writeBytes(parts.get(i));
            assertThat(body.add(Unpooled.copiedBuffer(parts.get(i)), i == parts.size() - 1))
                    .isNull();
        }

        HeldBody whole = body.take();

        assertThat(whole.bytes()).isEqualTo(expected);
        whole.release();
        assertThat(memory.used()).isZero();
    }

    @Test
    void aBodyThatCameInOneReadTakesNoMemoryOfTheShare() {
        BodyMemory memory = new BodyMemory(8);
        GatheredBody body = body(memory, KIB);

        assertThat(body.add(text("a whole request"), true)).isNull();

        assertThat(memory.used()).isZero();
        body.take().release();
    }

    @Test
    void refusesWhatIsLongerThanItsBound() {
        BodyMemory memory = new BodyMemory(1L << 20);
        GatheredBody slow = body(memory, 4);
        GatheredBody atOnce = body(memory, 4);

        assertThat(status(slow.add(text("ab"), false))).isZero();
        assertThat(status(slow.add(text("cde"), true))).isEqualTo(413);
        assertThat(status(atOnce.add(text("abcde"), true))).isEqualTo(413);
        assertThat(status(slow.announced(5))).isEqualTo(413);
        assertThat(status(slow.announced(4))).isZero();
        slow.release();
        atOnce.release();
        assertThat(memory.used()).isZero();
    }

    @Test
    void oneAccountHasAQuarterAndOthersTheRest() {
        BodyMemory memory = new BodyMemory(64 * KIB);
        List<GatheredBody> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertThat(status(half("acct_a", memory, open))).isZero();
        }
        assertThat(status(half("acct_a", memory, open))).isEqualTo(503);
        assertThat(status(half("acct_b", memory, open))).isZero();
        assertThat(memory.refused()).isEqualTo(1);

        open.getFirst().release();

        assertThat(status(half("acct_a", memory, open))).isZero();
        open.forEach(GatheredBody::release);
        assertThat(memory.used()).isZero();
    }

    @Test
    void whatCameBeforeTheCallerWasKnownIsItsOwnThen() {
        BodyMemory memory = new BodyMemory(16 * KIB);
        GatheredBody first = body(memory, KIB);
        assertThat(status(first.add(text("{"), false))).isZero();
        assertThat(status(first.belongsTo("acct_a"))).isZero();
        GatheredBody second = body(memory, KIB);
        assertThat(status(second.add(text("{"), false))).isZero();

        first.release();
        second.release();
        assertThat(memory.used()).isZero();
    }

    private static @Nullable Refusal half(String account, BodyMemory memory, List<GatheredBody> open) {
        GatheredBody body = body(memory, 1L << 20);
        body.belongsTo(account);
        open.add(body);
        return body.add(text("{"), false);
    }

    private static GatheredBody body(BodyMemory memory, long most) {
        return new GatheredBody(memory, ByteBufAllocator.DEFAULT, most);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static int status(@Nullable Refusal refusal) {
        return refusal == null ? 0 : refusal.status();
    }
}
