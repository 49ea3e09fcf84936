package ai.radium.model;

import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import org.jspecify.annotations.Nullable;

/**
 * What a list is confined to; null = no filter. The word {@code all} means the same.
 *
 * @param fineTuned whether they are the account's own, made by fine-tuning, or the catalogue's
 * @param search part of id, name or provider, in any case
 */
record ModelFilter(
        @Nullable String category,
        @Nullable String provider,
        @Nullable Boolean featured,
        @Nullable Boolean fineTuned,
        @Nullable String search) {
    /** @throws ProblemException INVALID_REQUEST naming featured or fineTuned when it is neither true nor false nor all */
    static ModelFilter of(
            @Nullable String category,
            @Nullable String provider,
            @Nullable String featured,
            @Nullable String fineTuned,
            @Nullable String search) {
        return new ModelFilter(
                given(category),
                given(provider),
                Require.flag(featured, "featured"),
                Require.flag(fineTuned, "fineTuned"),
                given(search));
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() || value.equals("all") ? null : value;
    }
}
