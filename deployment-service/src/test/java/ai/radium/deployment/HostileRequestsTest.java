package ai.radium.deployment;

import ai.radium.kit.testing.Hostile;
import ai.radium.kit.testing.HostileRequests;
import ai.radium.kit.testing.HostileRoutes;
import ai.radium.kit.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DeploymentStack.class)
class HostileRequestsTest {
    @SuppressWarnings("NullAway.Init") // injected by DeploymentStack
    Outside outside;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @Test
    void answersEveryParameterWithAListOrAProblem() {
        requests().readAll(Hostile.targets("/deployments", List.of("status", "limit", "offset")));
    }

    @Test
    void answersEveryParameterOfALogWithANotFoundOrAProblem() {
        requests().readAll(Hostile.targets("/deployments/dep_unknown/logs", List.of("level", "limit", "offset")));
    }

    @Test
    void answersEveryIdWithAProblem() {
        requests().readAll(Hostile.ids("/deployments"));
    }

    @Test
    void answersEveryRouteWhateverItIsAsked() {
        RawHttp caller = new RawHttp(service, () -> outside.authorization("acct_hostile"));
        Map<String, String> needed = Map.of("POST /deployments", "\"name\":\"x\"\n\"modelId\":\"nope\"");

        new HostileRoutes(caller, caller, needed).askAll();
    }

    @Test
    void writesJsonWhateverAcceptSays() {
        requests().acceptAnything("/deployments");
    }

    @Test
    void refusesWhatItHasNoUseFor() {
        requests().refuseTheRest("/deployments");
    }

    private HostileRequests requests() {
        return new HostileRequests(
                new RawHttp(service, outside.edge().developerOf("acct_hostile", "deployment-service")));
    }
}
