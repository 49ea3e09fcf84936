package ai.radium.kit.problem;

import ai.radium.kit.idempotency.IdempotencyProblem;
import ai.radium.kit.testing.PublishedErrors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedErrorsTest {
    @Test
    void everyProblemThatServicesShareIsPublished() {
        PublishedErrors.hold(
                "kit",
                Stream.of(CommonProblem.values(), IdempotencyProblem.values())
                        .flatMap(Stream::of)
                        .toArray(Problem[]::new));
    }
}
