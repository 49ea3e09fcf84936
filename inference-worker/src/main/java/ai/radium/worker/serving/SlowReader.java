package ai.radium.worker.serving;

import java.io.Serial;

/** A client takes its events so slowly that no more of them are kept; its run ends. */
final class SlowReader extends RuntimeException {
    static final String CODE = "slow_reader";

    @Serial
    private static final long serialVersionUID = 1;
}
