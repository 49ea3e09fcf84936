package ai.radium.gguf.tokenizer;

/** {@code tokenizer.ggml.token_type}, llama.h's llama_token_type. */
enum TokenKind {
    UNDEFINED,
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    static TokenKind of(long id) {
        return id >= 0 && id < values().length ? values()[(int) id] : UNDEFINED;
    }

    /** Whether text becomes this token only where control words are tokens. */
    boolean isControl() {
        return this == CONTROL || this == UNKNOWN;
    }
}
