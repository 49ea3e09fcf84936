package ai.radium.finetune.openai;

import ai.radium.finetune.job.JobEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** Something that happened to a job; its type is {@code message} or {@code metrics}. */
@JsonNaming(SnakeCaseStrategy.class)
record EventView(
        String id,
        String object,
        long createdAt,
        String level,
        String message,
        String type,
        @Nullable JsonNode data) {
    private static final String METRICS = "metrics";

    static EventView of(JobEvent event) {
        return new EventView(
                event.id(),
                "fine_tuning.job.event",
                event.time().getEpochSecond(),
                event.level(),
                event.message(),
                event.type().equals(METRICS) ? METRICS : "message",
                event.data());
    }
}
