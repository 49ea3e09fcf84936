package ai.radium.gguf.tokenizer;

/** Tokens of a text in which nothing is a control token, and what tokens stand for. */
sealed interface PlainText permits BytePairs, SentencePieces {
    /**
     * @param isFirst whether no text stands before it, or a control token
     */
    void read(String text, boolean isFirst, Tokens into);

    /** The UTF-8 bytes, maybe a part of a character's, that a token of text stands for. */
    byte[] bytes(int id);
}
