package ai.radium.gateway.funds;

import ai.radium.contracts.Event;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.FundsChanged;
import ai.radium.contracts.billing.FundsChanged.Contained;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Some gateways' funds over one Redis. A token of the model m costs a dollar, a prompt nothing; it reads 1,000 tokens. */
final class FundsFleet implements AutoCloseable {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final NioEventLoopGroup group = new NioEventLoopGroup(2);
    private final List<RedisConnection> connections = new ArrayList<>();
    private final List<Funds> gateways = new ArrayList<>();
    private final List<EventLoop> loops = new ArrayList<>();

    FundsFleet(String redis, int count, FundsBounds bounds) {
        for (int i = 0; i < count; i++) {
            RedisConnection connection = new RedisConnection(redis, group);
            connections.add(connection);
            Funds funds = new Funds(connection, name(i), bounds, GatewayTime.system());
            gateways.add(funds);
            loops.add(group.next());
            hear(i, Topic.MODEL_CHANGED, "m", model());
        }
        tell("probe", "1.00", false, 1);
        for (int i = 0; i < count; i++) {
            int gateway = i;
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> isCovered(gateway, "probe", 1));
        }
    }

    static String name(int gateway) {
        return "gateway-" + gateway;
    }

    /** Every gateway hears of it. */
    void tell(String account, String balance, boolean mayOwe, long version, Contained... contained) {
        for (int i = 0; i < gateways.size(); i++) {
            tell(i, account, balance, mayOwe, version, contained);
        }
    }

    void tell(int gateway, String account, String balance, boolean mayOwe, long version, Contained... contained) {
        FundsChanged told = new FundsChanged(
                account,
                balance,
                mayOwe,
                LocalDate.parse("2026-01-01"),
                "0.00",
                "1000000.00",
                "USD",
                List.of(contained),
                version);
        hear(gateway, Topic.BILLING_STANDING, told.eventKey(), told);
    }

    private void hear(int gateway, Topic topic, String key, Event event) {
        Objects.requireNonNull(gateways.get(gateway).listeners().get(topic)).on(key, Optional.of(event));
    }

    /** Frees it at once. */
    boolean isCovered(int gateway, String account, int tokens) {
        Cover cover = ask(gateway, account, tokens);
        if (cover instanceof Cover.Covered covered) {
            covered.reservation().free();
            return true;
        }
        return false;
    }

    Cover ask(int gateway, String account, int tokens) {
        return askAsync(gateway, account, "m", tokens).join();
    }

    /** @param tokens of its answer; 0 = up to the context's end */
    CompletableFuture<Cover> askAsync(int gateway, String account, String model, int tokens) {
        CompletableFuture<Cover> answer = new CompletableFuture<>();
        EventLoop loop = loops.get(gateway);
        loop.execute(() ->
                gateways.get(gateway).reserve(account, model, new Need(100, 1, 1, tokens), loop, answer::complete));
        return answer.orTimeout(20, TimeUnit.SECONDS);
    }

    FundsStats stats(int gateway) {
        return gateways.get(gateway).stats();
    }

    /** It is heard of no more. */
    void silence(int gateway) {
        connections.get(gateway).close();
    }

    /** It is stopped as an operator stops it. */
    void leave(int gateway) {
        gateways.get(gateway).close();
    }

    /** Of a call that made so many tokens. */
    static UsageRecord record(int tokens) {
        return new UsageRecord(
                "01",
                BEGINNING,
                "key_1",
                "dep_1",
                "m",
                "m",
                "replica-0",
                1,
                "req-1",
                "chat",
                true,
                200,
                UsageRecord.Outcome.COMPLETED,
                null,
                7,
                0,
                tokens,
                0,
                1,
                2,
                0,
                0,
                null);
    }

    private static ModelChanged model() {
        return new ModelChanged(
                "m",
                List.of(),
                "m",
                "Radium",
                "chat",
                1_000,
                true,
                null,
                null,
                new Gpu("CPU", 0, 0),
                List.of(new ModelChanged.Price("1", BEGINNING, "0", "1000000", "USD", null)),
                null,
                null,
                null,
                1);
    }

    @Override
    public void close() {
        connections.forEach(RedisConnection::close);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
