package ai.radium.finetune.estimate;

import ai.radium.kit.problem.Between;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a customer wants a job to train; what is absent has its default. */
public record WantedConfiguration(
        @Nullable String method,
        @Nullable Double learningRate,

        @Between(least = 1, most = WantedConfiguration.MOST_LINES) @Nullable
        Integer batchSize,

        @Between(least = 1, most = WantedConfiguration.MOST_EPOCHS) @Nullable
        Integer epochs,

        @Between(least = 0, most = WantedConfiguration.MOST) @Nullable
        Integer warmupSteps,

        @Between(least = 1, most = WantedConfiguration.MOST_RANK) @Nullable
        Integer loraRank,

        @Between(least = WantedConfiguration.LEAST_CONTEXT, most = WantedConfiguration.MOST) @Nullable
        Integer maxContext,

        @Nullable Long seed,
        @Nullable Boolean earlyStopping,
        @Nullable Double validationSplit) {
    public static final WantedConfiguration DEFAULT =
            new WantedConfiguration(null, null, null, null, null, null, null, null, null, null);

    static final int MOST_LINES = 4_096;
    static final int MOST_EPOCHS = 1_000;
    static final int MOST_RANK = 256;
    static final int LEAST_CONTEXT = 8;
    static final int MOST = 1 << 20;

    private static final String LORA = "lora";
    private static final double MOST_SPLIT = 0.5;
    private static final int CONTEXT = 2_048;
    private static final int RANK = 8;

    /**
     * With a default for what is absent.
     *
     * @param contextTokens that the model reads at most
     * @param earlierRank of the adapter that training begins with; null = a fresh one
     * @param validates whether lines of another dataset are held out
     * @throws ProblemException INVALID_REQUEST naming the member
     */
    public Configuration complete(int contextTokens, @Nullable Integer earlierRank, boolean validates) {
        require(method == null || method.equals(LORA), "method", "must be 'lora': no other is offered");
        double rate = Objects.requireNonNullElse(learningRate, 1e-4);
        require(rate > 0 && rate <= 1, "learningRate", "must be above 0 and at most 1");
        double split = Objects.requireNonNullElse(validationSplit, 0.0);
        require(split >= 0 && split <= MOST_SPLIT, "validationSplit", "must be from 0 to " + MOST_SPLIT);
        require(
                !validates || split == 0,
                "validationSplit",
                "must be absent or 0 beside validationDatasetId: one of them says which lines are held out");
        boolean early = Objects.requireNonNullElse(earlyStopping, false);
        require(
                !early || validates || split > 0,
                "earlyStopping",
                "needs lines that are held out: set validationDatasetId or configuration.validationSplit");
        return new Configuration(
                LORA,
                rate,
                whole("batchSize", batchSize, 16, 1, MOST_LINES),
                whole("epochs", epochs, 3, 1, MOST_EPOCHS),
                whole("warmupSteps", warmupSteps, 100, 0, MOST),
                rank(earlierRank),
                whole("maxContext", maxContext, Math.min(CONTEXT, contextTokens), LEAST_CONTEXT, contextTokens),
                Objects.requireNonNullElse(seed, 1L),
                early,
                split);
    }

    private int rank(@Nullable Integer earlier) {
        int rank = whole("loraRank", loraRank, earlier == null ? RANK : earlier, 1, MOST_RANK);
        require(
                earlier == null || rank == earlier,
                "loraRank",
                "must be %d, that of the adapter that training begins with".formatted(earlier));
        return rank;
    }

    private static int whole(String member, @Nullable Integer value, int otherwise, int least, int most) {
        int number = Objects.requireNonNullElse(value, otherwise);
        require(
                number >= least && number <= most,
                member,
                "must be a whole number from %d to %d".formatted(least, most));
        return number;
    }

    private static void require(boolean isTrue, String member, String rule) {
        if (!isTrue) {
            String field = "configuration." + member;
            throw new ProblemException(CommonProblem.INVALID_REQUEST, field + " " + rule, field);
        }
    }
}
