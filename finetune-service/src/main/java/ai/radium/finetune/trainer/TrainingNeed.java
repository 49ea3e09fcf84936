package ai.radium.finetune.trainer;

/** @param memoryBytes that the run is expected to take */
public record TrainingNeed(String baseModel, long memoryBytes) {}
