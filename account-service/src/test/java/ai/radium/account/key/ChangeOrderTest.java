package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.account.AccountStack;
import ai.radium.account.Outside;
import ai.radium.kit.identity.Role;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AccountStack.class)
class ChangeOrderTest {
    @Test
    void missesNoChangeWhileManyCommitAtOnce() {
        try (Outside outside = new Outside();
                var writers = Executors.newFixedThreadPool(60)) {
            String account = outside.newAccount();
            String cursor = changes(outside, "").getString("cursor");
            List<CompletableFuture<String>> created = IntStream.range(0, 60)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> create(outside, account), writers))
                    .toList();
            Set<String> seen = new HashSet<>();
            boolean isDone = false;
            while (!isDone) {
                isDone = created.stream().allMatch(CompletableFuture::isDone);
                JsonPath changes = changes(outside, "?after=" + cursor);
                seen.addAll(changes.getList("keys.keyId"));
                cursor = changes.getString("cursor");
            }

            assertThat(seen)
                    .containsAll(created.stream().map(CompletableFuture::join).toList());
        }
    }

    /** As clients do: what waited too long for its turn is asked again. The gateway's readers never wait for these. */
    private static String create(Outside outside, String account) {
        Response answer = post(outside, account);
        while (answer.statusCode() == 503) {
            answer = post(outside, account);
        }
        return answer.then().statusCode(201).extract().path("data.id");
    }

    private static Response post(Outside outside, String account) {
        return outside.as(account, Role.OWNER)
                .body("{\"name\":\"one of many\"}")
                .post("/api-keys");
    }

    private static JsonPath changes(Outside outside, String query) {
        return outside.gateway()
                .get("/internal/key-changes" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
