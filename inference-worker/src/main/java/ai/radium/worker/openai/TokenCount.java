package ai.radium.worker.openai;

/** A server's answer to how many tokens a prompt has. */
public sealed interface TokenCount {
    record Counted(int tokens) implements TokenCount {}

    record Refused(Reply reply) implements TokenCount {}
}
