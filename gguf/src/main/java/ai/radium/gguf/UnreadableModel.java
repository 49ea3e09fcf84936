package ai.radium.gguf;

import java.io.IOException;

/** A file that is no GGUF file, or not a whole or honest one. The message is one sentence for people. */
public final class UnreadableModel extends IOException {
    private static final long serialVersionUID = 1;

    public UnreadableModel(String message) {
        super(message);
    }
}
