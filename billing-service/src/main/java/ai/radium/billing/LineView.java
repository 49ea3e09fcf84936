package ai.radium.billing;

import ai.radium.kit.problem.Times;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rated line as its account sees it. Request, kinds of tokens and their prices are those of a call; job and training price
 * those of a job; replica, accelerators and hourly price those of a replica's time, for which there is no key.
 *
 * @param id of the usage record, or of the record of what was trained or of the time of a replica
 * @param type {@code tokens} of a call, {@code training} of a job, {@code replica_seconds} of a replica's time
 * @param quantity what the amount is for: all billed tokens, or the seconds of one replica, however many accelerators it has
 * @param cachedTokens of the prompt's tokens, those that the engine had read before
 * @param inputPrice decimal string, currency units per 1,000,000 prompt tokens
 * @param outputPrice decimal string, currency units per 1,000,000 completion tokens
 * @param jobId the fine-tuning job, {@code ft_…}
 * @param trainingPrice decimal string, currency units per 1,000,000 trained tokens
 * @param acceleratorCount of the replica: each second is paid for all of them
 * @param hourlyPrice decimal string, currency units per accelerator and hour
 * @param amount decimal string with 12 digits after the point
 */
record LineView(
        String id,
        @JsonInclude(Include.NON_NULL) @Nullable String requestId,
        Instant time,
        String type,
        @Nullable String keyId,
        String model,
        @JsonInclude(Include.NON_NULL) @Nullable String deploymentId,
        long quantity,
        String unit,
        @JsonInclude(Include.NON_NULL) @Nullable Integer promptTokens,
        @JsonInclude(Include.NON_NULL) @Nullable Integer cachedTokens,
        @JsonInclude(Include.NON_NULL) @Nullable Integer completionTokens,
        String priceVersion,
        @JsonInclude(Include.NON_NULL) @Nullable String inputPrice,
        @JsonInclude(Include.NON_NULL) @Nullable String outputPrice,
        String amount,
        String currency,
        @JsonInclude(Include.NON_NULL) @Nullable String jobId,
        @JsonInclude(Include.NON_NULL) @Nullable String trainingPrice,
        @JsonInclude(Include.NON_NULL) @Nullable String replicaId,
        @JsonInclude(Include.NON_NULL) @Nullable String accelerator,
        @JsonInclude(Include.NON_NULL) @Nullable Integer acceleratorCount,
        @JsonInclude(Include.NON_NULL) @Nullable String hourlyPrice) {
    static final List<String> COLUMNS = Arrays.stream(LineView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    /** In the order of the columns; what a line does not have is empty. */
    List<String> cells() {
        return Stream.of(
                        id,
                        requestId,
                        Times.text(time),
                        type,
                        keyId,
                        model,
                        deploymentId,
                        quantity,
                        unit,
                        promptTokens,
                        cachedTokens,
                        completionTokens,
                        priceVersion,
                        inputPrice,
                        outputPrice,
                        amount,
                        currency,
                        jobId,
                        trainingPrice,
                        replicaId,
                        accelerator,
                        acceleratorCount,
                        hourlyPrice)
                .map(value -> value == null ? "" : value.toString())
                .toList();
    }
}
