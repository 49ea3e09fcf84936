package ai.radium.kit.problem;

/** A refusal that callers may rely on. Each service has one enum of them; codes are for ever, titles may change. */
public interface Problem {
    /** For example {@code MODEL_NOT_FOUND}. */
    String name();

    /** HTTP status, 4xx or 5xx. */
    int status();

    /** Short and the same each time; the detail says more. */
    String title();
}
