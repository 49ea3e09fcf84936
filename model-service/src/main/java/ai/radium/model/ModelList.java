package ai.radium.model;

import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Pagination;
import java.util.List;

/** One list for both families: OpenAI's {@code object} and {@code data}, our filters and pagination. */
record ModelList(String object, List<ModelView> data, Filters filters, Pagination pagination) {
    record Filters(List<String> categories, List<String> providers) {}

    static ModelList of(ModelPage models, Page page) {
        return new ModelList(
                "list",
                models.models().stream().map(ModelView::of).toList(),
                new Filters(models.categories(), models.providers()),
                Pagination.of(page, models.total()));
    }
}
