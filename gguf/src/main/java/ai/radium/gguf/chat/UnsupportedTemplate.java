package ai.radium.gguf.chat;

/** A chat that its model's template cannot render, or not surely as the engine does. The message is one sentence for people. */
public final class UnsupportedTemplate extends Exception {
    private static final long serialVersionUID = 1;

    UnsupportedTemplate(String message) {
        super(message);
    }
}
