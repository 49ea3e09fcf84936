package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.account.AccountStack;
import ai.radium.account.Outside;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is left of the database to others while one account has as many requests here as the gateway lets it have. */
@QuarkusTest
@WithTestResource(AccountStack.class)
class SharedDatabaseTest {
    private static final int OF_ONE_ACCOUNT = 64;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @Test
    void answersOthersWhileTheRequestsOfOneAccountWaitForALock() throws SQLException {
        try (Outside outside = new Outside();
                var clients = Executors.newFixedThreadPool(OF_ONE_ACCOUNT);
                Connection blocker = ServiceDatabase.connect()) {
            String key = create(outside, outside.newAccount());
            String other = outside.newAccount();
            String greedy = outside.newAccount();
            create(outside, greedy);
            String token = outside.token(
                    new Caller(greedy, "tester-owner", Role.OWNER, Set.of(), "req_test"), "account-service");
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("lock table api_key in share row exclusive mode");

            List<Future<Integer>> slow = IntStream.range(0, OF_ONE_ACCOUNT)
                    .mapToObj(i -> clients.submit(() -> new RawHttp(service, token)
                            .send("POST", "/api-keys", List.of(), "{\"name\":\"one of many\"}")
                            .status()))
                    .toList();
            await().until(() -> waiting(outside) > OF_ONE_ACCOUNT / 2);

            assertThat(withinASecond(() -> outside.as(other, Role.OWNER).get("/api-keys")))
                    .isEqualTo(200);
            assertThat(withinASecond(() -> LookedUp.by(outside, key).extract().response()))
                    .isEqualTo(200);
            assertThat(withinASecond(() -> outside.gateway()
                            .body("{\"sub\":\"tester-owner\",\"account\":\"" + other + "\"}")
                            .post("/internal/principals")))
                    .isEqualTo(200);
            // One for the table, three for their turn to number a change.
            assertThat(ServiceDatabase.query("select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                            + " where not l.granted and d.datname = current_database()"))
                    .containsExactly("4");
            blocker.rollback();
            assertThat(slow).map(Future::get).contains(201);
        }
    }

    private static String create(Outside outside, String account) {
        return outside.as(account, Role.OWNER)
                .body("{\"name\":\"one of many\"}")
                .post("/api-keys")
                .path("data.keyFull");
    }

    private static int waiting(Outside outside) {
        String metrics = outside.gateway().get("/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith("radium_database_waiting_requests{kind=\"account\"}"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static int withinASecond(Supplier<Response> request) {
        Instant begin = Instant.now();
        Response answer = request.get();
        assertThat(Duration.between(begin, Instant.now())).as(answer.asString()).isLessThan(Duration.ofSeconds(1));
        return answer.statusCode();
    }
}
