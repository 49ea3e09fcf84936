package ai.radium.kit.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The envelope of management replies; absent parts are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reply<T>(
        @Nullable T data,
        @Nullable String message,
        @Nullable String warning,
        @Nullable Object filters,
        @Nullable Object summary,
        @Nullable Pagination pagination) {
    public static <T> Reply<T> of(T data) {
        return new Reply<>(data, null, null, null, null, null);
    }

    public static <T> Reply<T> of(T data, String message) {
        return new Reply<>(data, message, null, null, null, null);
    }

    public static Reply<Void> message(String message) {
        return new Reply<>(null, message, null, null, null, null);
    }

    public static <T> Reply<List<T>> list(List<T> data, @Nullable Object filters, Page page, long total) {
        return new Reply<>(data, null, null, filters, null, Pagination.of(page, total));
    }

    public Reply<T> withWarning(String text) {
        return new Reply<>(data, message, text, filters, summary, pagination);
    }

    public Reply<T> withSummary(Object value) {
        return new Reply<>(data, message, warning, filters, value, pagination);
    }
}
