package ai.radium.billing;

import ai.radium.kit.testing.PublishedErrors;
import org.junit.jupiter.api.Test;

class PublishedErrorsTest {
    @Test
    void everyProblemIsPublished() {
        PublishedErrors.hold("billing", BillingProblem.values());
    }
}
