package ai.radium.worker.serving;

import java.io.Serial;
import java.time.Duration;

/** A client takes its answer so slowly that no more of it is kept; its run ends. */
final class SlowReader extends RuntimeException {
    static final String CODE = "slow_reader";
    static final String EXPLANATION = "the answer was read too slowly, and no more of it is kept";

    /** Without anything taken, while as much is kept as may be. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    @Serial
    private static final long serialVersionUID = 1;
}
