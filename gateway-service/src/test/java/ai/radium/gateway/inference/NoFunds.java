package ai.radium.gateway.inference;

import ai.radium.gateway.funds.Funds;
import ai.radium.gateway.funds.FundsBounds;
import ai.radium.gateway.funds.FundsBounds.WithoutRedis;
import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;

/** Funds that have heard of no account, without a Redis. */
final class NoFunds implements AutoCloseable {
    private final RedisConnection redis;
    private final Funds funds;

    NoFunds(EventLoopGroup group) {
        redis = new RedisConnection("redis://127.0.0.1:1", group);
        funds = new Funds(
                redis,
                "gateway-1",
                new FundsBounds(Duration.ofMillis(20), Duration.ofSeconds(1), WithoutRedis.SHARE),
                GatewayTime.system());
    }

    Funds funds() {
        return funds;
    }

    @Override
    public void close() {
        redis.close();
    }
}
