package ai.radium.analytics.organization;

import ai.radium.analytics.Grain;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** How long a bucket is, and how many a page has (OpenAI's API reference, "Usage"). */
enum BucketWidth {
    MINUTE(Grain.MINUTE, 60, 1_440),
    HOUR(Grain.HOUR, 24, 168),
    DAY(Grain.DAY, 7, 31),
    /** Of costs, which come in days alone. */
    DAY_OF_COSTS(Grain.DAY, 7, 180);

    private static final String PARAMETER = "bucket_width";

    private final Grain grain;
    private final int usual;
    private final int most;

    BucketWidth(Grain grain, int usual, int most) {
        this.grain = grain;
        this.usual = usual;
        this.most = most;
    }

    Grain grain() {
        return grain;
    }

    long seconds() {
        return grain.length().toSeconds();
    }

    /** Buckets of a page unless told. */
    int usual() {
        return usual;
    }

    int most() {
        return most;
    }

    /** @throws ProblemException INVALID_REQUEST naming bucket_width for any other word */
    static BucketWidth ofUsage(@Nullable String word) {
        return switch (word == null ? "1d" : word) {
            case "1m" -> MINUTE;
            case "1h" -> HOUR;
            case "1d" -> DAY;
            default ->
                throw new ProblemException(
                        CommonProblem.INVALID_REQUEST, PARAMETER + " must be 1m, 1h or 1d", PARAMETER);
        };
    }

    /** @throws ProblemException INVALID_REQUEST naming bucket_width for any word but 1d */
    static BucketWidth ofCosts(@Nullable String word) {
        if (word != null && !word.equals("1d")) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, PARAMETER + " must be 1d", PARAMETER);
        }
        return DAY_OF_COSTS;
    }
}
