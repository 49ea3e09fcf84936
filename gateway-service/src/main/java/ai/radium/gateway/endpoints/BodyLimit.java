package ai.radium.gateway.endpoints;

/** Which of the configured bounds a request's body has. */
public enum BodyLimit {
    INFERENCE,
    MANAGEMENT
}
