package ai.radium.trainer.result;

import java.io.IOException;

/** Files that are no adapter, or none that can be served. The message is one sentence for people. */
public final class UnreadableAdapter extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableAdapter(String message) {
        super(message);
    }
}
