package ai.radium.gguf.chat;

/** Ends a rendering: what the template itself refuses, or what is not known here. */
final class TemplateRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    TemplateRefusal(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
