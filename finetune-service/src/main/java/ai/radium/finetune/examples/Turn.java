package ai.radium.finetune.examples;

/** One message of a conversation. */
public record Turn(Role role, String content) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }
}
