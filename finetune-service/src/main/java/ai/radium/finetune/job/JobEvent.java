package ai.radium.finetune.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a job.
 *
 * @param level info, warn or error
 * @param type for programs, {@code metrics} for numbers of a step
 * @param message one sentence for people
 * @param data numbers and names of the same
 */
public record JobEvent(
        String id,
        Instant time,
        String level,
        String type,
        String message,
        @Nullable JsonNode data) {}
