package ai.radium.gateway.management;

import ai.radium.gateway.funds.FundsStats;
import ai.radium.gateway.http.HttpStats;
import ai.radium.gateway.http.PublicPort;
import ai.radium.gateway.idempotency.IdempotencyStats;
import ai.radium.gateway.identity.IdentityStats;
import ai.radium.gateway.inference.InferenceStats;
import ai.radium.gateway.limits.Limits;
import ai.radium.gateway.relay.RelayStats;
import ai.radium.kit.tracing.Tracing;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The gateway's counters in Prometheus' text format 0.0.4, summed over the loops when asked. */
public final class GatewayMetrics {
    private final List<InferenceStats> loops;
    private final List<HttpStats> http;
    private final List<RelayStats> relays;
    private final PublicPort port;
    private final Limits limits;
    private final FundsStats funds;
    private final IdempotencyStats idempotency;
    private final Supplier<IdentityStats> identity;
    private final Tracing tracing;

    public GatewayMetrics(
            PublicPort port,
            Limits limits,
            FundsStats funds,
            IdempotencyStats idempotency,
            Supplier<IdentityStats> identity,
            Tracing tracing) {
        this.port = port;
        this.limits = limits;
        this.funds = funds;
        this.idempotency = idempotency;
        this.identity = identity;
        this.tracing = tracing;
        List<PublicPort.LoopStats> stats = port.stats();
        loops = stats.stream().map(PublicPort.LoopStats::inference).toList();
        http = stats.stream().map(PublicPort.LoopStats::http).toList();
        relays = stats.stream().map(PublicPort.LoopStats::relay).toList();
    }

    public String text() {
        StringBuilder out = new StringBuilder(4096);
        line(out, "radium_gateway_inference_requests_total{outcome=\"completed\"}", sum(InferenceStats::completed));
        line(out, "radium_gateway_inference_requests_total{outcome=\"cancelled\"}", sum(InferenceStats::cancelled));
        line(out, "radium_gateway_inference_requests_total{outcome=\"failed\"}", sum(InferenceStats::failed));
        line(out, "radium_gateway_inference_in_flight", sum(InferenceStats::open));
        line(out, "radium_gateway_tokens_total{type=\"input\"}", sum(InferenceStats::promptTokens));
        line(out, "radium_gateway_tokens_total{type=\"output\"}", sum(InferenceStats::completionTokens));
        histogram(out, "radium_gateway_time_to_first_token_seconds", InferenceStats::ttft, InferenceStats::ttftSeconds);
        histogram(out, "radium_gateway_request_seconds", InferenceStats::latency, InferenceStats::latencySeconds);
        line(out, "radium_gateway_redis_round_trips_total", limits.stats().asked());
        line(out, "radium_gateway_limits_decided_alone_total", limits.stats().decidedAlone());
        line(out, "radium_gateway_redis_away", limits.stats().redisAway() ? 1 : 0);
        funds(out);
        line(out, "radium_gateway_idempotent_replays_total", idempotency.replayed());
        line(out, "radium_gateway_idempotent_refusals_total", idempotency.refused());
        for (HttpStats.Kind kind : HttpStats.Kind.values()) {
            timeouts(
                    out,
                    kind.name().toLowerCase(Locale.ROOT),
                    http.stream().mapToLong(stats -> stats.timeouts(kind)).sum());
        }
        timeouts(out, "engine", sum(InferenceStats::timedOut));
        timeouts(out, "service", relays.stream().mapToLong(RelayStats::timeouts).sum());
        line(
                out,
                "radium_gateway_hung_service_refusals_total",
                relays.stream().mapToLong(RelayStats::refusedByHungServices).sum());
        line(
                out,
                "radium_gateway_service_share_refusals_total",
                relays.stream().mapToLong(RelayStats::refusedByShare).sum());
        IdentityStats callers = identity.get();
        line(out, "radium_gateway_wrong_keys_total", callers.wrongKeys());
        line(out, "radium_gateway_held_up_keys_total", callers.heldUpKeys());
        line(out, "radium_gateway_key_lookups_waiting", callers.lookUpsWaiting());
        line(out, "radium_gateway_connections", port.connections());
        line(out, "radium_gateway_worker_streams", sum(InferenceStats::workerStreams));
        line(out, "radium_gateway_spool_promises", sum(InferenceStats::spoolPromises));
        line(out, "radium_gateway_concurrency_permits", limits.permitsOut());
        line(out, "radium_gateway_body_memory_bytes", port.bodyMemory().used());
        line(out, "radium_gateway_body_memory_refusals_total", port.bodyMemory().refused());
        line(out, "radium_gateway_dropped_spans_total", tracing.dropped());
        return out.toString();
    }

    private void funds(StringBuilder out) {
        line(out, "radium_gateway_funds_round_trips_total", funds.asked());
        line(out, "radium_gateway_funds_reservations", funds.open());
        line(out, "radium_gateway_funds_refusals_total", funds.refused());
        line(out, "radium_gateway_funds_cut_total", funds.cut());
        line(out, "radium_gateway_funds_decided_alone_total", funds.decidedAlone());
        line(out, "radium_gateway_funds_unsure_refusals_total", funds.unsure());
        line(out, "radium_gateway_funds_unreserved_total{why=\"no_funds\"}", funds.withoutFunds());
        line(out, "radium_gateway_funds_unreserved_total{why=\"no_price\"}", funds.withoutPrice());
        line(out, "radium_gateway_funds_redis_away", funds.redisAway() ? 1 : 0);
    }

    private static void timeouts(StringBuilder out, String kind, long count) {
        line(out, "radium_gateway_timeouts_total{kind=\"" + kind + "\"}", count);
    }

    private long sum(ToLongFunction<InferenceStats> figure) {
        return loops.stream().mapToLong(figure).sum();
    }

    private void histogram(
            StringBuilder out,
            String name,
            java.util.function.Function<InferenceStats, long[]> counts,
            ToDoubleFunction<InferenceStats> seconds) {
        double[] bounds = InferenceStats.bounds();
        long[] sums = new long[bounds.length + 1];
        for (InferenceStats loop : loops) {
            long[] own = counts.apply(loop);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += own[i];
            }
        }
        out.append("# TYPE ").append(name).append(" histogram\n");
        long cumulative = 0;
        for (int i = 0; i < sums.length; i++) {
            cumulative += sums[i];
            line(out, name + "_bucket{le=\"" + (i < bounds.length ? bounds[i] : "+Inf") + "\"}", cumulative);
        }
        line(out, name + "_count", cumulative);
        out.append(name)
                .append("_sum ")
                .append(loops.stream().mapToDouble(seconds).sum())
                .append('\n');
    }

    private static void line(StringBuilder out, String name, long value) {
        out.append(name).append(' ').append(value).append('\n');
    }
}
