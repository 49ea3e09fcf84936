package ai.radium.gateway.endpoints;

/** Which of the configured bounds a request's body has. */
public enum BodyLimit {
    INFERENCE,
    MANAGEMENT,
    /** A file: it may be a form, and goes on to its service as it comes. */
    UPLOAD
}
