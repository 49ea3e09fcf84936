package ai.radium.kit.problem;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expected refusal on its way to the caller. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final @Nullable String param;
    private final transient Map<String, Object> details;

    public ProblemException(Problem problem, String detail) {
        this(problem, detail, null, Map.of());
    }

    /** @param param the field at fault, for example {@code configuration.maxReplicas} */
    public ProblemException(Problem problem, String detail, String param) {
        this(problem, detail, param, Map.of());
    }

    /** @param details numbers and names for programs, in addition to the text */
    public ProblemException(Problem problem, String detail, @Nullable String param, Map<String, Object> details) {
        super(detail, null, false, false);
        this.problem = problem;
        this.param = param;
        this.details = Map.copyOf(details);
    }

    public Problem problem() {
        return problem;
    }

    public @Nullable String param() {
        return param;
    }

    public Map<String, Object> details() {
        return details;
    }

    /** What the caller reads. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
