package ai.radium.worker.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a replica measures itself. Gauges are read when somebody asks. */
public final class WorkerMetrics {
    private final Histogram timeToFirstToken = Histogram.ofWaits();
    private final Histogram firstTokens = Histogram.ofFirstTokens();
    private final Histogram outputTokens = Histogram.ofOutputTokens();
    private final Histogram timePerToken = Histogram.ofWaits();
    private final Histogram queueWait = Histogram.ofWaits();
    private final RecentRate generatedTokens = new RecentRate(System::nanoTime);
    private final RecentMedian recentFirstTokens = new RecentMedian(System::nanoTime);
    private final LongAdder promptTokens = new LongAdder();
    private final LongAdder completionTokens = new LongAdder();
    private final LongAdder proposedTokens = new LongAdder();
    private final LongAdder acceptedTokens = new LongAdder();
    private final Map<String, LongAdder> ended = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    private record Gauge(String help, LongSupplier value) {}

    /** @param nanosSinceArrival queue included */
    public void firstToken(long nanosSinceArrival) {
        timeToFirstToken.observe(nanosSinceArrival);
        firstTokens.observe(nanosSinceArrival);
        recentFirstTokens.observe(nanosSinceArrival);
    }

    /** Tokens that came together, after the first ones of their stream. */
    public void tokens(int count, long nanosEach) {
        timePerToken.observe(nanosEach, count);
    }

    /** Over a whole generation of at least two tokens, from the first to the last. */
    public void outputTokenTime(long nanosEach) {
        outputTokens.observe(nanosEach);
    }

    /** Of all streams. */
    public RecentRate generatedTokens() {
        return generatedTokens;
    }

    /** Nanoseconds from arrival to the first token. */
    public RecentMedian recentFirstTokens() {
        return recentFirstTokens;
    }

    public Histogram queueWait() {
        return queueWait;
    }

    public void gauge(String name, String help, LongSupplier value) {
        gauges.put(name, new Gauge(help, value));
    }

    /** @param reason of a closed set of words */
    public void ended(String reason, int prompt, int completion) {
        ended.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        promptTokens.add(prompt);
        completionTokens.add(completion);
    }

    /** Tokens that were guessed ahead of the model, and those that it would have said itself. */
    public void drafted(int proposed, int accepted) {
        proposedTokens.add(proposed);
        acceptedTokens.add(accepted);
    }

    /** Prometheus text. */
    public String text() {
        StringBuilder out = new StringBuilder();
        timeToFirstToken.print("radium_worker_ttft_seconds", "Arrival to first token, queue included", out);
        firstTokens.print("gen_ai_server_time_to_first_token_seconds", "Arrival to first token, queue included", out);
        outputTokens.print(
                "gen_ai_server_time_per_output_token_seconds",
                "Time per token after the first, one value for each generation",
                out);
        timePerToken.print("radium_worker_inter_token_seconds", "Time between tokens of one stream", out);
        queueWait.print("radium_worker_queue_wait_seconds", "Accepted to running", out);
        total("radium_worker_prompt_tokens_total", "Prompt tokens of ended generations", promptTokens, out);
        total("radium_worker_completion_tokens_total", "Generated tokens of ended generations", completionTokens, out);
        total("radium_worker_draft_tokens_total", "Tokens guessed ahead of the model", proposedTokens, out);
        total("radium_worker_draft_accepted_tokens_total", "Guesses that were right", acceptedTokens, out);
        counter("radium_worker_generations_total", "Ended generations", out);
        ended.forEach((reason, count) -> out.append("radium_worker_generations_total{reason=\"")
                .append(reason)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        gauges.forEach((name, gauge) -> {
            String type = name.endsWith("_total") ? "counter" : "gauge";
            out.append("# HELP ").append(name).append(' ').append(gauge.help()).append('\n');
            out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
            out.append(name).append(' ').append(gauge.value().getAsLong()).append('\n');
        });
        return out.toString();
    }

    private static void total(String name, String help, LongAdder value, StringBuilder out) {
        counter(name, help, out);
        out.append(name).append(' ').append(value.sum()).append('\n');
    }

    private static void counter(String name, String help, StringBuilder out) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" counter\n");
    }
}
