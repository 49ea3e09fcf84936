package ai.radium.gateway.funds;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.devstack.testing.Stack;
import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.awaitility.Awaitility;

/** What three gateways hold, by the script that runs in production. */
class HoldScriptProperties {
    private static final int GATEWAYS = 3;
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final NioEventLoopGroup LOOPS = new NioEventLoopGroup(1);
    private static final RedisConnection REDIS =
            new RedisConnection(Stack.shared().freshRedis(), LOOPS);
    private static final List<RedisHolds> HOLDS = IntStream.range(0, GATEWAYS)
            .mapToObj(i -> new RedisHolds(REDIS, "gateway-" + i, new FundsStats(), GatewayTime.system()))
            .toList();

    @BeforeContainer
    static void start() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> !hold(0, "probe", 0, 1, 1, 1).settles());
    }

    @AfterContainer
    static void stop() {
        REDIS.close();
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void gatewaysNeverHoldMoreThanThereIsAndInTheEndCommitAllOfIt(
            @ForAll @LongRange(min = 1, max = NanoDollars.MOST) long funds,
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 2) Integer> gateways,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(min = 1, max = 60) Integer> needs,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 100) Integer> freed) {
        String account = "p" + ACCOUNTS.incrementAndGet();
        long[] committed = new long[GATEWAYS];
        long[] held = new long[GATEWAYS];
        for (int i = 0; i < gateways.size(); i++) {
            int gateway = gateways.get(i);
            long need = Math.max(1, funds / 100 * needs.get(i));
            Holding holding = hold(gateway, account, committed[gateway], need, 1, funds);
            held[gateway] = holding.held();
            long got = Math.min(need, holding.held() - committed[gateway]);
            committed[gateway] += got;

            assertThat(got == need || holding.left() == 0)
                    .as("%s of %s", got, need)
                    .isTrue();
            assertThat(Arrays.stream(held).sum() + holding.left()).isEqualTo(funds);
            if (freed.get(i) > 20) {
                committed[gateway] -= committed[gateway] / 100 * freed.get(i);
            }
        }
        for (int i = 0; i < GATEWAYS; i++) {
            hold(i, account, committed[i], 0, 1, funds);
        }
        long rest = funds - Arrays.stream(committed).sum();
        Holding last = hold(0, account, committed[0], funds, 1, funds);
        assertThat(last.held() - committed[0]).isEqualTo(rest);
        assertThat(last.left()).isZero();
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void fundsOfAnOlderVersionAreNotBelieved(
            @ForAll @LongRange(min = 1, max = 1_000_000) long newer,
            @ForAll @LongRange(min = 1, max = 1_000_000) long older) {
        String account = "v" + ACCOUNTS.incrementAndGet();
        hold(0, account, 0, 1, 7, newer);
        hold(0, account, 0, 0, 7, newer);

        assertThat(hold(1, account, 0, 2_000_000, 6, older).held()).isEqualTo(newer);
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void whatIsCommittedStandsThoughTheFundsHaveShrunk(@ForAll @LongRange(min = 1, max = 1_000_000) long committed) {
        String account = "s" + ACCOUNTS.incrementAndGet();

        Holding holding = hold(0, account, committed, 5, 1, committed / 2);

        assertThat(holding.held()).isEqualTo(committed);
        assertThat(holding.left()).isEqualTo(committed / 2 - committed);
    }

    private static Holding hold(int gateway, String account, long committed, long needed, long version, long funds) {
        return HOLDS.get(gateway)
                .hold(account, new Question(committed, needed, version, funds, 0))
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }
}
