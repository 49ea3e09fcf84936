package ai.radium.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.relay.RelayTable.Match;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTableTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /deployments?limit=5, DEPLOYMENT, READ, /deployments?limit=5",
        "GET, /deployments/, DEPLOYMENT, READ, /deployments",
        "POST, /deployments, DEPLOYMENT, WRITE, /deployments",
        "PUT, /deployments/dep_1, DEPLOYMENT, WRITE, /deployments/dep_1",
        "POST, /deployments/dep_1/stop, DEPLOYMENT, WRITE, /deployments/dep_1/stop",
        "DELETE, /deployments/dep_1, DEPLOYMENT, WRITE, /deployments/dep_1",
        "GET, /quotas, DEPLOYMENT, READ, /quotas",
        "GET, /models?featured=true, MODEL, BROWSE, /models?featured=true",
        "GET, /models/llama2:7b, MODEL, BROWSE, /models/llama2:7b",
        "GET, /models/llama2%3A7b, MODEL, BROWSE, /models/llama2:7b",
        "GET, /models/org/name:tag, MODEL, BROWSE, /models/org/name:tag",
        "GET, /models/org%2Fname%3atag?x=%2F, MODEL, BROWSE, /models/org/name:tag?x=%2F",
        "POST, /api-keys, ACCOUNT, WRITE, /api-keys",
        "DELETE, /api-keys/key_1, ACCOUNT, WRITE, /api-keys/key_1",
        "GET, /account/members, ACCOUNT, READ, /account/members",
        "POST, /account/members, ACCOUNT, ADMINISTER, /account/members",
        "GET, /billing/usage?format=csv, BILLING, READ, /billing/usage?format=csv",
        "PUT, /billing/spending-limit, BILLING, ADMINISTER, /billing/spending-limit",
        "GET, /analytics/usage?timeframe=24h, ANALYTICS, READ, /analytics/usage?timeframe=24h"
    })
    void knowsWhoseAPathIsAndWhatItAsks(
            String method, String uri, Service service, Permission permission, String target) {
        assertThat(RelayTable.match(HttpMethod.valueOf(method), uri))
                .isEqualTo(new Match.Relayed(service, permission, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/deploymentsX",
                "/internal/key-lookups",
                "/deployments/../internal/key-lookups",
                "/deployments/%2e%2E/internal/key-lookups",
                "/models/..%2f..%2finternal",
                "/models/x/..%5cinternal",
                "/deployments//x",
                "/deployments/;/internal",
                "/q/health",
                "/webhooks"
            })
    void knowsNoOtherPath(String uri) {
        assertThat(RelayTable.match(HttpMethod.GET, uri)).isEqualTo(new Match.NoSuchPath());
    }

    @ParameterizedTest
    @CsvSource({"PATCH, /deployments", "DELETE, /models/x", "POST, /analytics/usage", "HEAD, /deployments/dep_1"})
    void saysWhichMethodsAPathHas(String method, String uri) {
        assertThat(RelayTable.match(HttpMethod.valueOf(method), uri))
                .isInstanceOfSatisfying(
                        Match.OtherMethods.class,
                        other -> assertThat(other.allowed()).contains("GET"));
    }
}
