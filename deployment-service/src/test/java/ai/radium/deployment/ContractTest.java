package ai.radium.deployment;

import ai.radium.kit.testing.ContractedReplies;
import ai.radium.kit.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DeploymentStack.class)
class ContractTest extends WithCustomer {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @Test
    void saysWhatTheContractLists() {
        String one = "/deployments/"
                + customer.created("{\"name\": \"listed\", \"modelId\": \"absent\"}")
                        .getString("data.id");

        ContractedReplies.hold(
                new RawHttp(service, () -> outside.authorization(customer.account())),
                Map.of(
                        "GET /deployments/{id}", one,
                        "GET /deployments/{id}/logs", one + "/logs",
                        "GET /deployments/{id}/metrics", one + "/metrics"));
    }
}
