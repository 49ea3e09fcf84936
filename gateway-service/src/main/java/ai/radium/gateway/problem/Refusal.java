package ai.radium.gateway.problem;

import ai.radium.kit.problem.Problem;
import ai.radium.kit.problem.ProblemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error on its way to a client, of the gateway or of a service behind it, before its dialect is known.
 *
 * @param code for example {@code MODEL_NOT_FOUND}
 * @param detail what the client reads; nothing of the inside
 * @param param the field at fault
 * @param details numbers and names for programs
 * @param retryAfterSeconds when trying again may help; 0 = no such advice
 */
public record Refusal(
        int status,
        String code,
        String title,
        String detail,
        @Nullable String param,
        Map<String, Object> details,
        int retryAfterSeconds) {
    private static final int SOON_SECONDS = 1;

    public Refusal {
        details = Map.copyOf(details);
    }

    /** The same as a service would say it. */
    public static Refusal of(ProblemException said) {
        Refusal refusal = of(said.problem(), said.detail()).with(said.details());
        return said.param() == null ? refusal : refusal.at(said.param());
    }

    static Refusal of(Problem problem, String detail) {
        return new Refusal(
                problem.status(),
                problem.name(),
                problem.title(),
                detail,
                null,
                Map.of(),
                problem.status() == 503 ? SOON_SECONDS : 0);
    }

    /** @param field the field at fault, for example {@code messages[0].role} */
    public Refusal at(String field) {
        return new Refusal(status, code, title, detail, field, details, retryAfterSeconds);
    }

    /** The same in other words. */
    public Refusal saying(String words) {
        return new Refusal(status, code, title, words, param, details, retryAfterSeconds);
    }

    public Refusal retryAfter(int seconds) {
        return new Refusal(status, code, title, detail, param, details, Math.max(1, seconds));
    }

    public Refusal with(Map<String, Object> facts) {
        return new Refusal(status, code, title, detail, param, facts, retryAfterSeconds);
    }

    /** The same with a code of the part that refused, for example {@code CONTEXT_LENGTH_EXCEEDED}. */
    public Refusal coded(String other) {
        return new Refusal(status, other, title, detail, param, details, retryAfterSeconds);
    }

    /** Whether a client that tries again by itself only repeats the refusal: credit, quota and suspension. */
    public boolean retryIsFutile() {
        return status == 402;
    }
}
