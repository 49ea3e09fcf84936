package ai.radium.gateway.funds;

import ai.radium.gateway.time.GatewayTime;

/** What the accounts of a process share. */
record FundsParts(
        RedisHolds redis, Tariffs tariffs, FundsBounds bounds, FundsStats stats, String gateway, GatewayTime time) {}
