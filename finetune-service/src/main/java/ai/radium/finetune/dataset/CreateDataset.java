package ai.radium.finetune.dataset;

import ai.radium.kit.problem.Require;
import org.jspecify.annotations.Nullable;

/** What a customer sends for a dataset whose content comes later. */
record CreateDataset(
        @Nullable String name,
        @Nullable String format,
        @Nullable String description) {
    NewDataset wanted() {
        return new NewDataset(Require.text(name, "name"), description, NewDataset.format(format));
    }
}
