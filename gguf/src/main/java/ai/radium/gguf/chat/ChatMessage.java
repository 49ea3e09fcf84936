package ai.radium.gguf.chat;

import java.util.Map;

/** One turn. */
public record ChatMessage(String role, String content) {
    public static final String ASSISTANT = "assistant";

    public boolean isAnswer() {
        return role.equals(ASSISTANT);
    }

    Map<String, Object> bindings() {
        return Map.of("role", role, "content", content);
    }
}
