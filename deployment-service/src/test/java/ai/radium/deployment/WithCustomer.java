package ai.radium.deployment;

import ai.radium.kit.ids.Ids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests each of which has a customer of its own, whose deployments are gone afterwards. */
abstract class WithCustomer {
    @SuppressWarnings("NullAway.Init") // injected by DeploymentStack
    Outside outside;

    @SuppressWarnings("NullAway.Init") // set before each test
    Customer customer;

    @BeforeEach
    void knowModels() {
        customer = new Customer(outside, Ids.next("acct"));
        outside.knowModels(customer);
    }

    @AfterEach
    void deleteAll() {
        customer.deleteAll();
    }
}
