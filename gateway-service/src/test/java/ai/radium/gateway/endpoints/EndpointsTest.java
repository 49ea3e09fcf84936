package ai.radium.gateway.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.endpoints.Match.NoSuchPath;
import ai.radium.gateway.endpoints.Match.OtherMethods;
import ai.radium.gateway.endpoints.Match.Served;
import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.relay.Service;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "get");

    @ParameterizedTest
    @CsvSource({
        "GET, /deployments?limit=5, DEPLOYMENT, READ, /deployments?limit=5",
        "GET, /deployments/, DEPLOYMENT, READ, /deployments",
        "HEAD, /deployments, DEPLOYMENT, READ, /deployments",
        "POST, /deployments, DEPLOYMENT, WRITE, /deployments",
        "PUT, /deployments/dep_1, DEPLOYMENT, WRITE, /deployments/dep_1",
        "POST, /deployments/dep_1/stop, DEPLOYMENT, WRITE, /deployments/dep_1/stop",
        "DELETE, /%64eployments/dep%5F1, DEPLOYMENT, WRITE, /deployments/dep_1",
        "GET, /models?featured=true, MODEL, BROWSE, /models?featured=true",
        "GET, /models/llama2:7b, MODEL, BROWSE, /models/llama2:7b",
        "GET, /models/llama2%3A7b, MODEL, BROWSE, /models/llama2:7b",
        "GET, /models/org/name:tag, MODEL, BROWSE, /models/org/name:tag",
        "GET, /models/org%2Fname%3atag?x=%2F, MODEL, BROWSE, /models/org/name:tag?x=%2F",
        "DELETE, /models/ft%3Abase:acct_1:support:1, MODEL, WRITE, /models/ft:base:acct_1:support:1",
        "POST, /api-keys, ACCOUNT, WRITE, /api-keys",
        "DELETE, /api-keys/key_1, ACCOUNT, WRITE, /api-keys/key_1",
        "GET, /api-keys/a%00b, ACCOUNT, READ, /api-keys/a%00b",
        "GET, /account/members, ACCOUNT, READ, /account/members",
        "POST, /account/members, ACCOUNT, ADMINISTER, /account/members",
        "PUT, /account/rate-limit-policy, ACCOUNT, ADMINISTER, /account/rate-limit-policy",
        "GET, /audit-logs?action=api_key.create, ACCOUNT, ADMINISTER, /audit-logs?action=api_key.create",
        "POST, /billing, BILLING, ADMINISTER, /billing",
        "POST, /billing/payment-methods, BILLING, ADMINISTER, /billing/payment-methods",
        "DELETE, /billing/payment-methods/pm_1, BILLING, ADMINISTER, /billing/payment-methods/pm_1",
        "PUT, /billing/spending-limit, BILLING, ADMINISTER, /billing/spending-limit",
        "POST, /billing/credits, BILLING, ADMINISTER, /billing/credits",
        "POST, /billing/credits/cred_1/confirm, BILLING, ADMINISTER, /billing/credits/cred_1/confirm",
        "GET, /billing/usage?format=csv, BILLING, READ, /billing/usage?format=csv",
        "GET, /analytics/usage?timeframe=24h, ANALYTICS, READ, /analytics/usage?timeframe=24h",
        "GET, /organization/costs?group_by=line_item&group_by=api_key_id, ANALYTICS, READ, /organization/costs?group_by=line_item&group_by=api_key_id",
        "GET, /organization/usage/completions?group_by%5B%5D=model&group_by%5B%5D=api_key_id, ANALYTICS, READ, /organization/usage/completions?group_by%5B%5D=model&group_by%5B%5D=api_key_id",
        "GET, /organization/usage/images, ANALYTICS, READ, /organization/usage/images",
        "POST, /datasets, FINETUNE, WRITE, /datasets",
        "GET, /datasets/ds_1/preview?search=x, FINETUNE, READ, /datasets/ds_1/preview?search=x",
        "DELETE, /files/file-1, FINETUNE, WRITE, /files/file-1",
        "POST, /uploads/upload_1/parts, FINETUNE, WRITE, /uploads/upload_1/parts",
        "POST, /fine-tuning/estimate, FINETUNE, WRITE, /fine-tuning/estimate",
        "GET, /fine-tuning/ft_1/metrics, FINETUNE, READ, /fine-tuning/ft_1/metrics",
        "POST, /fine_tuning/jobs/ftjob-1/cancel, FINETUNE, WRITE, /fine_tuning/jobs/ftjob-1/cancel"
    })
    void aServiceIsToldOfWhatItServes(
            String method, String uri, Service service, Permission permission, String target) {
        assertThat(outcome(method, "/v1" + uri)).isInstanceOfSatisfying(Served.class, served -> {
            assertThat(served.endpoint().target()).isEqualTo(new Target.Relayed(service));
            assertThat(served.access()).isEqualTo(new Access.ToCallers(permission));
            assertThat(served.target()).isEqualTo(target);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/chat/completions, ''",
        "/models/llama2:7b/chat/completions, llama2:7b",
        "/responses, ''",
        "/messages, ''",
        "/models/org/name/messages, org/name",
        "/messages/count_tokens, ''",
        "/models/org/name/messages/count_tokens, org/name",
        "/models/org/name/responses, org/name",
        "/models/org/name/completions, org/name",
        "/models/org%2Fname%3Ab/completions, org/name:b",
        "/models/a+b%20c/completions, a+b c"
    })
    void aModelIsNamedByThePath(String path, String model) {
        assertThat(outcome("POST", "/v1" + path))
                .isInstanceOfSatisfying(
                        Served.class, served -> assertThat(served.gap()).isEqualTo(model));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/deploymentsX",
                "/v1/internal/key-lookups",
                "/v1/deployments/../internal/key-lookups",
                "/v1/deployments/%2e%2E/internal/key-lookups",
                "/v1/models/..%2f..%2finternal",
                "/v1/models/x/..%5cinternal",
                "/v1/models/.",
                "/v1/deployments//x",
                "/v1//deployments",
                "//v1/deployments",
                "/v1/deployments/x//",
                "/v1/deployments/;/internal",
                "/v1/q/health",
                "/v1/webhooks",
                "/v1/batches",
                "/v1/deployments/x/y/z",
                "/V1/models",
                "/deployments",
                "/v1/health",
                "/api",
                "/api/v2/models",
                "/health/ready"
            })
    void whatIsNoRowIsNowhere(String uri) {
        assertThat(outcome("GET", uri)).isEqualTo(new NoSuchPath());
        assertThat(outcome("OPTIONS", uri)).isEqualTo(new NoSuchPath());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models?limit=1&limit=2, limit",
        "/v1/models?limit=&limit=2, limit",
        "/v1/models?search=a&l%69mit=1&limit=1, limit",
        "/v1/models?&&x&y&x=, x",
        "/v1/models?models=a&models=b, models",
        "/v1/organization/costs?limit=1&limit=2, limit"
    })
    void whatIsRelayedNamesNoParameterTwice(String target, String parameter) {
        assertThat(outcome("GET", target))
                .isInstanceOfSatisfying(
                        Match.Malformed.class,
                        malformed -> assertThat(malformed.parameter()).isEqualTo(parameter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models?include[]=a&include[]=b",
                "/v1/models?a=b=c&b=a",
                "/v1/models?&&",
                "/v1/models?x&=1&=2"
            })
    void whatIsRelayedMayNameListsAndOtherParameters(String target) {
        assertThat(outcome("GET", target)).isInstanceOf(Served.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/models", "*", "", "ftp://x/v1/models", "x:80", "/v1/models?%zz", "/v1/%4", "?x"})
    void whatIsNoTargetIsMalformed(String target) {
        assertThat(outcome("GET", target)).isInstanceOf(Match.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/deploy/chat/completions, STRING",
        "/api/deploy, STRING",
        "/api/deploy?x, STRING",
        "/api/v1/deployments, OBJECT",
        "/api/v1/nothing, OBJECT",
        "/api/v1/%zz, OBJECT",
        "/v1/chat/completions, OBJECT",
        "/v1/chat/completions?x=1, OBJECT",
        "/v1/completions, OBJECT",
        "/v1/embeddings, OBJECT",
        "/v1/responses, OBJECT",
        "/v1/responses/resp_1, OBJECT",
        "/v1/models/org/name/responses, OBJECT",
        "/v1/documents/doc_1/content, OBJECT",
        "/v1/fine_tuning/jobs, OBJECT",
        "/v1/fine_tuning/alpha/graders, OBJECT",
        "/v1/fine-tuning/ft_1/events, STRING",
        "/v1/deployments/dep_1, STRING",
        "/v1/deployments?limit=1, STRING",
        "/v1/deployments/a/b/c, STRING",
        "/v1/api-keys, STRING",
        "/v1/datasets/x, STRING",
        "/v1/files/file-1/content, OBJECT",
        "/v1/uploads/x/y/z, OBJECT",
        "/v1/models/llama2:7b, STRING",
        "/v1/models/org/model, STRING",
        "/v1/models/dep_1/chat/completions, OBJECT",
        "/v1/models, BY_CLIENT",
        "/v1/models/dep_1/completions, BY_CLIENT",
        "/v1/chat/completionsX, BY_CLIENT",
        "/v1/chat/completions/x, OBJECT",
        "/v1, BY_CLIENT",
        "/v2/anything, BY_CLIENT",
        "/, BY_CLIENT"
    })
    void aMountOrElseARowHasTheShape(String path, Shape shape) {
        assertThat(Endpoints.match(HttpMethod.GET, path).shape()).isEqualTo(shape);
    }

    static Stream<Endpoint> rows() {
        return Endpoints.all().stream();
    }

    /** Every row, by every method, below every mount, in every spelling that means the same and in some that do not. */
    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsFoundByEveryMethodAndSpelling(Endpoint row) {
        for (Mount mount : Mount.values()) {
            String path = mount == Mount.NONE && row.pathText().equals("/") ? "/" : mount.prefix() + example(row);
            for (String method : METHODS) {
                Match plain = Endpoints.match(HttpMethod.valueOf(method), path);
                if (!row.mounts().contains(mount)) {
                    assertThat(plain.outcome()).as(path).isEqualTo(new NoSuchPath());
                    continue;
                }
                assertThat(plain.outcome()).as(method + " " + path).isInstanceOf(expected(row, method));
                assertThat(plain.shape()).isEqualTo(mount.shape(row.shape()));
                for (String same : spellings(path)) {
                    Match match = Endpoints.match(HttpMethod.valueOf(method), same);
                    assertThat(match.shape()).as(same).isEqualTo(plain.shape());
                    assertThat(withoutQuery(match.outcome())).as(same).isEqualTo(plain.outcome());
                }
                for (String other : List.of(path + "/../x", path + "/%2e/", path + ";x", path + "//", "/" + path)) {
                    assertThat(Endpoints.match(HttpMethod.valueOf(method), other)
                                    .outcome())
                            .as(other)
                            .isEqualTo(new NoSuchPath());
                }
            }
        }
    }

    private static String example(Endpoint row) {
        return row.pathText().equals("/")
                ? ""
                : row.pathText().replace("{model...}", "org/m:1").replaceAll("\\{[a-z]+}", "x_1");
    }

    private static Class<?> expected(Endpoint row, String method) {
        if (method.equals("OPTIONS")) {
            assertThat(row.allow()).contains("OPTIONS");
            return Match.Asked.class;
        }
        return List.of(row.allow().split(", ")).contains(method) ? Served.class : OtherMethods.class;
    }

    private static List<String> spellings(String path) {
        List<String> all = new ArrayList<>(List.of(path + "?a=1&b", path + "?/../;//"));
        if (!path.equals("/")) {
            all.addAll(List.of(path + "/", path + "/?"));
        }
        all.add("http://gateway.example:8000" + path);
        all.add("HTTPS://gateway.example" + path + "?q");
        StringBuilder escaped = new StringBuilder();
        path.chars()
                .forEach(c -> escaped.append(
                        Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0
                                ? String.format(Locale.ROOT, "%%%02x", c)
                                : Character.toString(c)));
        all.add(escaped.toString());
        return all;
    }

    private static Match.Outcome withoutQuery(Match.Outcome outcome) {
        return outcome instanceof Served served
                ? new Served(
                        served.endpoint(),
                        served.access(),
                        served.gap(),
                        served.target().replaceFirst("\\?.*", ""))
                : outcome;
    }

    private static Match.Outcome outcome(String method, String target) {
        return Endpoints.match(HttpMethod.valueOf(method), target).outcome();
    }
}
