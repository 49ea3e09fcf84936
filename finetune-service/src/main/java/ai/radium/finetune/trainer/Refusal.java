package ai.radium.finetune.trainer;

/**
 * Why a run cannot be.
 *
 * @param message one sentence for people, with the numbers
 */
public record Refusal(JobFailure code, String message) {}
