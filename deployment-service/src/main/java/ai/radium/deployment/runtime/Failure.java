package ai.radium.deployment.runtime;

/** What keeps a deployment from running, in a code for programs and words for people. */
public record Failure(FailureReason reason, String detail) {}
