package ai.radium.gguf.tokenizer;

/** A vocabulary that cannot be read exactly here. The message is one sentence for people. */
public final class UnsupportedTokenizer extends Exception {
    private static final long serialVersionUID = 1;

    UnsupportedTokenizer(String message) {
        super(message);
    }
}
