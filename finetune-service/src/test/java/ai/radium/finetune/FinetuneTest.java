package ai.radium.finetune;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the running service have in common: a customer of their own. */
public abstract class FinetuneTest {
    @SuppressWarnings("NullAway.Init") // set by FinetuneStack
    protected TestEdge edge;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    protected URI service;

    @SuppressWarnings("NullAway.Init") // set before each
    protected Customer customer;

    @BeforeEach
    void meet() {
        customer = new Customer(edge, service, Ids.next("acct"));
    }

    protected RawHttp raw() {
        return new RawHttp(service, () -> edge.developerOf(customer.account(), "finetune-service"));
    }
}
