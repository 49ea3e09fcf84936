package ai.radium.gateway.inference;

/** The shapes of an answer (OpenAI's API reference, "Chat", "Completions", "Responses" and "Embeddings"; Anthropic's). */
public enum Operation {
    CHAT("chat", "chatcmpl-", "chat.completion", "chat.completion.chunk"),
    COMPLETION("completion", "cmpl-", "text_completion", "text_completion"),
    RESPONSE("response", "resp_", "response", "response"),
    /** Anthropic's "Messages". */
    MESSAGE("message", "msg_", "message", "message"),
    /** How many tokens a message has, which is no message. */
    COUNT("count", "", "count", "count"),
    /** A list, which has no id and is no stream. */
    EMBEDDING("embedding", "", "list", "list");

    private final String word;
    private final String idPrefix;
    private final String object;
    private final String chunkObject;

    Operation(String word, String idPrefix, String object, String chunkObject) {
        this.word = word;
        this.idPrefix = idPrefix;
        this.object = object;
        this.chunkObject = chunkObject;
    }

    String word() {
        return word;
    }

    String idPrefix() {
        return idPrefix;
    }

    String object(boolean chunk) {
        return chunk ? chunkObject : object;
    }
}
