package ai.radium.gateway.inference;

/** The bytes are no JSON, or none that we take; the message is for the client. */
final class JsonFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonFailure(String what, int offset) {
        super(what + " at byte " + offset, null, false, false);
    }
}
