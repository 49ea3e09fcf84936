package ai.radium.model;

import java.util.List;

/** A slice of the catalogue with the words that it can be filtered by. */
record ModelPage(List<CountedModel> models, long total, List<String> categories, List<String> providers) {
    ModelPage {
        models = List.copyOf(models);
        categories = List.copyOf(categories);
        providers = List.copyOf(providers);
    }
}
