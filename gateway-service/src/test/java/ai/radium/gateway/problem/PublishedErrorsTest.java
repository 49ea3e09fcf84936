package ai.radium.gateway.problem;

import ai.radium.kit.testing.PublishedErrors;
import org.junit.jupiter.api.Test;

class PublishedErrorsTest {
    @Test
    void everyProblemIsPublished() {
        PublishedErrors.hold("gateway", GatewayProblem.values());
    }
}
