package ai.radium.model;

import ai.radium.kit.testing.Hostile;
import ai.radium.kit.testing.HostileRequests;
import ai.radium.kit.testing.HostileRoutes;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ModelStack.class)
class HostileRequestsTest {
    private static final List<String> PARAMETERS =
            List.of("category", "provider", "featured", "fineTuned", "search", "limit", "offset");

    @SuppressWarnings("NullAway.Init") // set by ModelStack
    TestEdge edge;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @Test
    void answersEveryParameterWithAListOrAProblem() {
        requests().readAll(Hostile.targets("/models", PARAMETERS));
    }

    @Test
    void answersEveryIdWithAProblem() {
        requests().readAll(Hostile.ids("/models"));
    }

    @Test
    void answersEveryRouteWhateverItIsAsked() {
        RawHttp account = new RawHttp(service, () -> edge.developerOf("acct_1", "model-service"));

        new HostileRoutes(account, new RawHttp(service, () -> edge.gateway("model-service")), Map.of()).askAll();
    }

    @Test
    void writesJsonWhateverAcceptSays() {
        requests().acceptAnything("/models");
    }

    @Test
    void refusesWhatItHasNoUseFor() {
        requests().refuseTheRest("/models");
    }

    private HostileRequests requests() {
        return new HostileRequests(new RawHttp(service, () -> edge.developerOf("acct_1", "model-service")));
    }
}
