package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reply is as the API's description says, to requests that are made of it for an account of its own. {@code ./radium test
 * --schema} is the whole: all phases, more requests, more seeds.
 */
@Tag("long")
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(RunningPlatform.class)
class SchemaTest {
    /** They differ in how an error reads. */
    private static final List<String> MOUNTS = List.of("/v1", "/api/v1", "/api/deploy");

    private static final int EXAMPLES = Integer.getInteger("schema.examples", 0);
    private static final int FEW_EXAMPLES = 10;
    private static final List<String> SEEDS = words(System.getProperty("schema.seeds", "1"));
    private static final List<String> OPERATIONS = words(System.getProperty("schema.operations", ""));

    private ApiClient account;
    private Schemathesis schemathesis;

    /** A seed, and the mount that it is for. */
    record Run(String mount, long seed) {}

    static List<Run> runs() {
        return IntStream.range(0, SEEDS.size())
                .mapToObj(i -> new Run(MOUNTS.get(i % MOUNTS.size()), seed(SEEDS.get(i))))
                .toList();
    }

    private static long seed(String given) {
        return given.equals("random") ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : Long.parseLong(given);
    }

    private static List<String> words(String given) {
        return Arrays.stream(given.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    @BeforeAll
    void openAnAccount(Platform platform) {
        ApiClient user = platform.customer("schema");
        JsonNode key = user.post("/api-keys", "{\"name\":\"schema\"}").json();
        account = user.withKey(Platform.secret(key));
        String owner = account.get("/account").json().at("/data/members/0/sub").asText();
        schemathesis = new Schemathesis(
                platform.baseUrl().replaceFirst("(://[^/]+).*", "$1"),
                OPERATIONS,
                Map.of(
                        "RADIUM_API_KEY",
                        account.key(),
                        "RADIUM_MODEL",
                        "llama2:7b",
                        "RADIUM_EMBEDDING_MODEL",
                        "all-minilm-l6-v2",
                        "RADIUM_OURS",
                        key.at("/data/id").asText() + " " + owner));
    }

    @AfterAll
    void deleteWhatWasDeployed() {
        account.get("/deployments?limit=100")
                .json()
                .path("data")
                .forEach(deployment ->
                        account.delete("/deployments/" + deployment.path("id").asText()));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyReplyIsAsDescribed(Run run) {
        List<String> table = EXAMPLES == 0
                ? schemathesis.run(run.mount(), "examples,fuzzing,stateful", FEW_EXAMPLES, run.seed())
                : schemathesis.run(run.mount(), "examples,coverage,fuzzing,stateful", EXAMPLES, run.seed());

        System.out.println(run + "\n" + String.join("\n", table));
        assertThat(table).isNotEmpty().allMatch(line -> line.endsWith(" 0 failures"));
    }
}
