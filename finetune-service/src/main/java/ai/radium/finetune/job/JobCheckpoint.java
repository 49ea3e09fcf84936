package ai.radium.finetune.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step from which a run can go on. */
public record JobCheckpoint(
        String id, int step, Instant time, @Nullable Double validationLoss) {}
