package ai.radium.account.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No kill loses a row of the log or doubles one. */
class AuditUnderKillsIT {
    private static final Logger LOG = LoggerFactory.getLogger(AuditUnderKillsIT.class);
    private static final long SEED = 20_261_130;
    private static final int CUSTOMERS = 4;
    private static final int CALLS_EACH = 60;
    private static final int KILLS = 5;
    private static final int MOST_BETWEEN_KILLS = CUSTOMERS * CALLS_EACH / (KILLS + 1);

    /** Every change of a key is a new version of its row; a rotation is one of the old key and the first of the new one. */
    private static final String CHANGES = "select coalesce(sum(version + 1), 0) from api_key";

    private static final String TOLD = "select coalesce(sum(case action when 'api_key.rotate' then 2 else 1 end), 0)"
            + " from audit_row where action like 'api_key.%'";

    private final AtomicInteger sent = new AtomicInteger();
    private final Semaphore acknowledged = new Semaphore(0);

    /** What a customer wanted done once, with all the requests that were sent for it. */
    private record Wish(String action, List<String> requests, boolean isAcknowledged) {}

    @Test
    void whatWasCommittedAndNotPublishedWhenTheServiceWasKilledIsOneRow() {
        try (var service = new KilledService(false)) {
            assertThat(service.ask("POST", "/api-keys", "req_1", "", "{\"name\":\"a\"}"))
                    .hasValueSatisfying(reply -> assertThat(reply.statusCode()).isEqualTo(201));
            assertThat(service.number("select count(*) from outbox where type = 'radium.ActionTaken'"))
                    .isEqualTo(2);
            assertThat(service.number("select count(*) from audit_row")).isZero();

            service.killAndStart();

            await().atMost(Duration.ofMinutes(1)).until(() -> service.number("select count(*) from outbox") == 0);
            await().atMost(Duration.ofMinutes(1)).until(() -> service.number("select count(*) from audit_row") == 2);
            assertThat(service.query("select action from audit_row order by sequence"))
                    .containsExactly("account.create", "api_key.create");
        }
    }

    @Test
    void rowsAreWhatWasAcknowledgedWhateverIsKilled() throws Exception {
        List<Wish> wishes = new ArrayList<>();
        try (var service = new KilledService(true);
                ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS)) {
            List<Future<List<Wish>>> all = IntStream.range(0, CUSTOMERS)
                    .mapToObj(each -> customers.submit(() -> act(service, each)))
                    .toList();
            Random random = new Random(SEED);
            for (int kill = 0; kill < KILLS; kill++) {
                acknowledged.acquire(random.nextInt(1, MOST_BETWEEN_KILLS));
                service.killAndStart();
            }
            for (Future<List<Wish>> customer : all) {
                wishes.addAll(result(customer));
            }
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(service.number(TOLD)).isEqualTo(service.number(CHANGES)));

            wishes.forEach(wish -> judge(service, wish));
            report(service, wishes);
            var said = new ByteArrayOutputStream();
            assertThat(VerifyCommand.run(service.environment(), List.of(), new PrintStream(said, true, UTF_8)))
                    .as(said.toString(UTF_8))
                    .isZero();
        }
    }

    private static List<Wish> result(Future<List<Wish>> customer) throws InterruptedException, ExecutionException {
        return customer.get();
    }

    private List<Wish> act(KilledService service, int number) {
        Random random = new Random(SEED + number);
        List<Wish> wishes = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < CALLS_EACH; i++) {
            String name = number + "-" + i;
            int kind = keys.isEmpty() ? 0 : random.nextInt(4);
            String id = keys.isEmpty() ? "" : keys.get(random.nextInt(keys.size()));
            wishes.add(
                    switch (kind) {
                        case 0 -> untilDone(service, "api_key.create", "POST", "/api-keys", name, keys);
                        case 1 ->
                            untilDone(service, "api_key.rotate", "POST", "/api-keys/" + id + "/rotate", name, keys);
                        case 2 -> {
                            keys.remove(id);
                            yield untilDone(service, "api_key.revoke", "DELETE", "/api-keys/" + id, name, keys);
                        }
                        default -> once(service, id, name);
                    });
        }
        return wishes;
    }

    /** What a client does who knows how to send again: a POST with its Idempotency-Key, a DELETE as it is. */
    private Wish untilDone(
            KilledService service, String action, String method, String path, String name, List<String> keys) {
        List<String> requests = new ArrayList<>();
        String body = action.equals("api_key.create") ? "{\"name\":\"" + name + "\"}" : "";
        Optional<HttpResponse<String>> reply = Optional.empty();
        while (reply.isEmpty()) {
            requests.add("req_" + name + "_" + requests.size());
            reply = send(service, method, path, requests.getLast(), method.equals("POST") ? name : "", body)
                    .filter(answer -> answer.statusCode() != 409 && answer.statusCode() < 500);
        }
        assertThat(reply.get().statusCode()).as(reply.get().body()).isBetween(200, 201);
        if (method.equals("POST")) {
            keys.add(reply.get().body().replaceFirst("(?s).*?\"id\":\"(key_[^\"]+)\".*", "$1"));
        }
        return new Wish(action, requests, true);
    }

    private Wish once(KilledService service, String id, String name) {
        List<String> requests = List.of("req_" + name);
        boolean isDone = send(service, "PUT", "/api-keys/" + id, requests.getFirst(), "", "{\"name\":\"" + name + "\"}")
                .filter(reply -> reply.statusCode() == 200)
                .isPresent();
        return new Wish("api_key.update", requests, isDone);
    }

    private Optional<HttpResponse<String>> send(
            KilledService service, String method, String path, String requestId, String key, String body) {
        sent.incrementAndGet();
        Optional<HttpResponse<String>> reply = service.ask(method, path, requestId, key, body);
        reply.filter(answer -> answer.statusCode() < 300).ifPresent(answer -> acknowledged.release());
        return reply;
    }

    private static void judge(KilledService service, Wish wish) {
        long rows = service.number("select count(*) from audit_row where action = '" + wish.action()
                + "' and request_id in ('" + String.join("','", wish.requests()) + "')");
        assertThat(rows).as(wish.toString()).isBetween(wish.isAcknowledged() ? 1L : 0L, 1L);
    }

    private void report(KilledService service, List<Wish> wishes) {
        long done = wishes.stream().filter(Wish::isAcknowledged).count();
        long rows = service.number("select count(*) from audit_row where action like 'api_key.%'");
        LOG.info(
                "{} requests sent, {} kills, {} changes acknowledged, {} rows, of them {} of changes whose reply was lost;"
                        + " {} changes in the database, difference {}",
                sent,
                KILLS,
                done,
                rows,
                rows - done,
                service.number(CHANGES),
                service.number(CHANGES) - service.number(TOLD));
    }
}
