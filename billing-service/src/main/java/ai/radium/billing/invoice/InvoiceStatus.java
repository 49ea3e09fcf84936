package ai.radium.billing.invoice;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where an invoice is in its life. */
enum InvoiceStatus {
    /** Its month goes on. */
    DRAFT,
    /** Its month is closed, and something of it is owed. */
    OPEN,
    /** Nothing of it is owed. */
    PAID;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Null for none and for {@code all}.
     *
     * @throws ProblemException INVALID_REQUEST naming status for any other word
     */
    static @Nullable InvoiceStatus of(@Nullable String word) {
        if (word == null || word.isBlank() || word.equals("all")) {
            return null;
        }
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        "status must be one of all, "
                                + Arrays.stream(values())
                                        .map(InvoiceStatus::word)
                                        .collect(Collectors.joining(", ")),
                        "status"));
    }
}
