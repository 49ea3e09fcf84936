package ai.radium.finetune.dataset;

import java.util.List;

/** A slice of an account's datasets. */
public record DatasetPage(List<Dataset> datasets, long total) {
    public DatasetPage {
        datasets = List.copyOf(datasets);
    }
}
