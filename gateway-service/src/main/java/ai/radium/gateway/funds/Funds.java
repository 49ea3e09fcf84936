package ai.radium.gateway.funds;

import ai.radium.contracts.Event;
import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.FundsChanged;
import ai.radium.gateway.feed.TopicFeed;
import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The funds of all accounts at this process. A call of an account of which nothing was heard, or of a model without a price, is
 * admitted without a reservation, and counted as such: while billing is away inference goes on.
 */
public final class Funds implements AutoCloseable {
    /** A call that begins now may be priced by what comes into force until its end. */
    private static final Duration LONGEST_CALL = Duration.ofHours(1);

    private final Map<String, AccountFunds> accounts = new ConcurrentHashMap<>();
    private final Tariffs tariffs = new Tariffs();
    private final FundsStats stats = new FundsStats();
    private final RedisHolds holds;
    private final FundsParts parts;
    private final GatewayTime time;

    /**
     * @param redis the caller's to close
     * @param gateway name of this process, as its usage is published under
     */
    public Funds(RedisConnection redis, String gateway, FundsBounds bounds, GatewayTime time) {
        this.time = time;
        holds = new RedisHolds(redis, gateway, stats, time);
        parts = new FundsParts(holds, tariffs, bounds, stats, gateway, time);
        holds.onForgotten(() -> accounts.values().forEach(AccountFunds::say));
    }

    /** What funds must hear from Kafka, for the feed of this process. */
    public Map<Topic, TopicFeed.Listener> listeners() {
        return Map.of(Topic.MODEL_CHANGED, tariffs::hear, Topic.BILLING_STANDING, this::onStanding);
    }

    private void onStanding(String key, Optional<Event> event) {
        if (event.isPresent() && event.get() instanceof FundsChanged told) {
            of(told.account()).hear(told);
        }
    }

    private AccountFunds of(String account) {
        AccountFunds known = accounts.get(account);
        return known == null ? accounts.computeIfAbsent(account, name -> new AccountFunds(name, parts)) : known;
    }

    /**
     * Keeps what the call may cost. The answer comes on that loop: within this call when enough is held here, later when Redis must
     * be asked.
     *
     * @param model whose price counts
     */
    public void reserve(String account, String model, Need need, EventLoop loop, Consumer<Cover> then) {
        Tariff tariff = tariffs.of(model);
        Instant now = time.now();
        Optional<Price> price = tariff == null ? Optional.empty() : tariff.dearestWithin(now, now.plus(LONGEST_CALL));
        if (tariff == null || price.isEmpty()) {
            stats.admitWithoutPrice();
            then.accept(new Cover.Covered(of(account).unreserved(), 0));
        } else {
            of(account).reserve(need.worth(tariff, price.get()), loop, then);
        }
    }

    /** Of a call that costs nothing. */
    public Reservation ofNothing(String account) {
        return of(account).unreserved();
    }

    public FundsStats stats() {
        return stats;
    }

    /** No call begins any more. */
    @Override
    public void close() {
        holds.leave();
    }
}
