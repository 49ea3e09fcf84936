package ai.radium.gateway.inference;

/** A field has a value that we do not take. */
final class BadField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String detail;

    BadField(String field, String detail) {
        super(detail, null, false, false);
        this.field = field;
        this.detail = detail;
    }

    String field() {
        return field;
    }

    String detail() {
        return detail;
    }
}
