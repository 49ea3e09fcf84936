package ai.radium.finetune.openai;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page in OpenAI's shape. */
@JsonNaming(SnakeCaseStrategy.class)
record OpenAiList<T>(
        String object,
        List<T> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {
    OpenAiList {
        data = List.copyOf(data);
    }

    /** @param found one more than the limit when there are more */
    static <F, T> OpenAiList<T> of(List<F> found, int limit, Function<F, T> view, Function<T, String> id) {
        List<T> data = found.stream().limit(limit).map(view).toList();
        return new OpenAiList<>(
                "list",
                data,
                data.isEmpty() ? null : id.apply(data.getFirst()),
                data.isEmpty() ? null : id.apply(data.getLast()),
                found.size() > limit);
    }
}
