package ai.radium.gguf.tokenizer;

/** What the names of control tokens ({@code <|im_end|>}) in a text are. */
public enum ControlWords {
    /** Text like any other: what users write. */
    AS_TEXT,

    /** The tokens that they name: what templates and raw prompts hold. */
    AS_TOKENS
}
