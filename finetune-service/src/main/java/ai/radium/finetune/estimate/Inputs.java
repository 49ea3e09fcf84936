package ai.radium.finetune.estimate;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.finetune.catalogue.Price;
import java.util.Optional;

/**
 * What a run is made of.
 *
 * @param weights the very ones that are served
 * @param validation lines of another dataset that are held out
 */
public record Inputs(
        String baseModel,
        Weights weights,
        Price price,
        ContentLines training,
        Optional<ContentLines> validation,
        Configuration configuration) {
    /** Which of the training's own lines are held out. */
    public Split split() {
        return validation.isPresent()
                ? Split.none(training.examples())
                : new Split(configuration.validationSplit(), configuration.seed(), training.examples());
    }
}
