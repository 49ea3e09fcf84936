package ai.radium.gateway;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.identity.FakeAccountService;
import ai.radium.gateway.usage.SpooledUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** All that the break table needs beside the gateways: workers, accounts, Redis, and gateways with their homes. */
final class BreakStage implements AutoCloseable {
    static final String KEY = "anybody";
    static final String MODEL = "m";

    private static final int PLENTY = 1_000_000_000;
    private static final int MORTALS = 8;
    private static final List<String> GAUGES = List.of(
            "radium_gateway_connections",
            "radium_gateway_inference_in_flight",
            "radium_gateway_worker_streams",
            "radium_gateway_spool_promises",
            "radium_gateway_concurrency_permits",
            "radium_gateway_funds_reservations",
            "radium_gateway_body_memory_bytes");

    private final BreakWorker worker = new BreakWorker();
    private final FakeAccountService accounts = new FakeAccountService();
    private final BlockingQueue<String> mortals = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> tightKeys = new LinkedBlockingQueue<>();
    private final Map<String, List<BreakableLine>> lines = new LinkedHashMap<>();
    private final String redis;
    private final Path folder;

    BreakStage(String redis, Path folder) {
        this.redis = redis;
        this.folder = folder;
        accounts.key(KEY, "acct_anybody", PLENTY, 10_000);
        for (int i = 0; i < MORTALS; i++) {
            lines.put("mortal-" + i, List.of(worker.line(), worker.line()));
            accounts.key("tight-" + i, "acct_tight" + i, PLENTY, 1);
            tightKeys.add("tight-" + i);
        }
        mortals.addAll(lines.keySet());
    }

    /** @param name of its home, where its usage stays */
    LocalGateway gateway(String name, Map<String, String> more) {
        GatewayHome home = new GatewayHome(folder.resolve(name))
                .model(MODEL, worker.address(), worker.line().address())
                .model("gone", "127.0.0.1:1", "127.0.0.1:2");
        lines.forEach((model, replicas) ->
                home.model(model, replicas.stream().map(BreakableLine::address).toArray(String[]::new)));
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "RADIUM_REDIS", redis,
                "RADIUM_GATEWAY_REDIS_PATIENCE_MILLIS", "20000",
                "RADIUM_ACCOUNT_SERVICE", accounts.uri().toString(),
                "RADIUM_GATEWAY_LOOPS", "2",
                "RADIUM_GATEWAY_BODY_SECONDS", "2",
                "RADIUM_GATEWAY_READER_SECONDS", "2",
                "RADIUM_GATEWAY_FIRST_TOKEN_SECONDS", "6",
                "RADIUM_GATEWAY_TOKEN_SECONDS", "3",
                "RADIUM_GATEWAY_WRONG_KEYS_PER_MINUTE", "0"));
        settings.putAll(more);
        return new LocalGateway(home, settings);
    }

    /** What is left over at the gateway and at the worker, by name; empty when all was given back. */
    Map<String, Long> leftOver(LocalGateway gateway) {
        Map<String, Long> left = new LinkedHashMap<>();
        GAUGES.forEach(gauge -> left.put(gauge, gateway.metric(gauge)));
        left.put("calls at the worker", (long) worker.open());
        left.values().removeIf(value -> value == 0);
        return left;
    }

    /** What was recorded at that gateway, by request. */
    Map<String, List<UsageRecord>> usage(String name) {
        return SpooledUsage.of(folder.resolve(name)).stream()
                .collect(Collectors.groupingBy(UsageRecord::requestId, Collectors.toCollection(ArrayList::new)));
    }

    BreakWorker worker() {
        return worker;
    }

    FakeAccountService accounts() {
        return accounts;
    }

    /** Models whose workers may die, each for one call at a time. */
    BlockingQueue<String> mortals() {
        return mortals;
    }

    /** Keys that may have one request open, each for one call at a time. */
    BlockingQueue<String> tightKeys() {
        return tightKeys;
    }

    @Override
    public void close() {
        try {
            for (BreakableLine line :
                    lines.values().stream().flatMap(List::stream).toList()) {
                line.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        worker.close();
        accounts.close();
    }
}
