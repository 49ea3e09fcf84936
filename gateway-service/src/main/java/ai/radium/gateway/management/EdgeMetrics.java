package ai.radium.gateway.management;

import ai.radium.gateway.inference.InferenceStats;
import ai.radium.gateway.limits.LimitStats;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The edge's counters in Prometheus' text format 0.0.4, summed over the loops when asked. */
public final class EdgeMetrics {
    private final List<InferenceStats> loops;
    private final LimitStats limits;

    public EdgeMetrics(List<InferenceStats> loops, LimitStats limits) {
        this.loops = List.copyOf(loops);
        this.limits = limits;
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
        line(out, "radium_gateway_redis_round_trips_total", limits.asked());
        line(out, "radium_gateway_limits_decided_alone_total", limits.decidedAlone());
        line(out, "radium_gateway_redis_away", limits.redisAway() ? 1 : 0);
        return out.toString();
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
