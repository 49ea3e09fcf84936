package ai.radium.deployment;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ContractedReplies;
import ai.radium.kit.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DeploymentStack.class)
class ContractTest {
    @SuppressWarnings("NullAway.Init") // injected by DeploymentStack
    Outside outside;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Customer customer;

    @BeforeEach
    void knowModels() {
        customer = new Customer(outside, Ids.next("acct"));
        outside.knowModels(customer);
    }

    @AfterEach
    void deleteAll() {
        customer.deleteAll();
    }

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
