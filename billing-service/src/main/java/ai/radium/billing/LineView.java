package ai.radium.billing;

import ai.radium.kit.problem.Times;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rated line as its account sees it.
 *
 * @param id of the usage record
 * @param type what was used: {@code tokens}, the only kind yet
 * @param quantity what the amount is for: all billed tokens
 * @param cachedTokens of the prompt's tokens, those that the engine had read before
 * @param inputPrice decimal string, currency units per 1,000,000 prompt tokens
 * @param outputPrice decimal string, currency units per 1,000,000 completion tokens
 * @param amount decimal string with 12 digits after the point
 */
record LineView(
        String id,
        String requestId,
        Instant time,
        String type,
        @Nullable String keyId,
        String model,
        String deploymentId,
        long quantity,
        String unit,
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        String priceVersion,
        String inputPrice,
        String outputPrice,
        String amount,
        String currency) {
    /** A type, and the unit of its quantity. */
    static final String TOKENS = "tokens";

    static final List<String> COLUMNS = Arrays.stream(LineView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    /** In the order of the columns. */
    List<String> cells() {
        return List.of(
                id,
                requestId,
                Times.text(time),
                type,
                keyId == null ? "" : keyId,
                model,
                deploymentId,
                Long.toString(quantity),
                unit,
                Integer.toString(promptTokens),
                Integer.toString(cachedTokens),
                Integer.toString(completionTokens),
                priceVersion,
                inputPrice,
                outputPrice,
                amount,
                currency);
    }
}
