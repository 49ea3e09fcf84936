package ai.radium.billing;

import ai.radium.kit.problem.Times;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rated line as its account sees it.
 *
 * @param inputPrice decimal string, currency units per 1,000,000 prompt tokens
 * @param outputPrice decimal string, currency units per 1,000,000 completion tokens
 * @param amount decimal string with 12 digits after the point
 */
record LineView(
        String usageId,
        String requestId,
        Instant time,
        String model,
        String deploymentId,
        @Nullable String keyId,
        int promptTokens,
        int completionTokens,
        String priceVersion,
        String inputPrice,
        String outputPrice,
        String amount,
        String currency) {
    static final List<String> COLUMNS = List.of(
            "usageId",
            "requestId",
            "time",
            "model",
            "deploymentId",
            "keyId",
            "promptTokens",
            "completionTokens",
            "priceVersion",
            "inputPrice",
            "outputPrice",
            "amount",
            "currency");

    List<String> cells() {
        return List.of(
                usageId,
                requestId,
                Times.text(time),
                model,
                deploymentId,
                keyId == null ? "" : keyId,
                Integer.toString(promptTokens),
                Integer.toString(completionTokens),
                priceVersion,
                inputPrice,
                outputPrice,
                amount,
                currency);
    }
}
