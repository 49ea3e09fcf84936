package ai.radium.worker.model.convert;

import java.io.IOException;

/** Files that are not what a conversion reads. The message is one sentence for people. */
public final class Unconvertible extends IOException {
    private static final long serialVersionUID = 1;

    Unconvertible(String message) {
        super(message);
    }

    Unconvertible(String message, Throwable cause) {
        super(message, cause);
    }
}
