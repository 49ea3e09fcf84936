package ai.radium.account.key;

import ai.radium.kit.identity.AddressBlock;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key may be used for at most; empty and null = everything.
 *
 * @param end when it ends
 */
record Reach(
        Set<String> scopes,
        Set<String> models,
        List<AddressBlock> addresses,
        @Nullable CountedLimit limit,
        @Nullable Instant end) {
    /** What each scope lets do beside itself. */
    private static final Map<String, Set<String>> INCLUDED =
            Map.of("admin", Set.of("write", "read"), "write", Set.of("read"));

    Reach {
        scopes = Set.copyOf(scopes);
        models = Set.copyOf(models);
        addresses = List.copyOf(addresses);
    }

    static Reach ofScopes(Set<String> scopes) {
        return new Reach(scopes, Set.of(), List.of(), null, null);
    }

    static Reach of(KeySettings settings) {
        return of(settings, settings.expiresAt());
    }

    static Reach of(KeySettings settings, @Nullable Instant end) {
        return new Reach(
                Set.copyOf(settings.scopeList()),
                Set.copyOf(settings.modelList()),
                settings.addressList().stream().map(AddressBlock::of).toList(),
                settings.rateLimit() == null ? null : settings.rateLimit().countedAs(""),
                end);
    }

    /** @throws ProblemException FORBIDDEN naming the first setting in which the other goes beyond this one */
    void requireCovers(Reach other) {
        require(coversScopes(other.scopes), "scopes", "scopes of its own");
        require(coversModels(other.models), "allowedModels", "models of its own");
        require(coversAddresses(other.addresses), "ipAllowList", "addresses within its own");
        require(coversLimit(other.limit), "rateLimit", "a limit within its own");
        require(coversEnd(other.end), "expiresAt", "an end that is not after its own");
    }

    private static void require(boolean isCovered, String field, String what) {
        if (!isCovered) {
            throw new ProblemException(
                    CommonProblem.FORBIDDEN,
                    "A key hands out no more than it has: " + field + " must say " + what,
                    field);
        }
    }

    /** Whether nothing confines it. */
    boolean isEverything() {
        return isEverything(scopes) && models.isEmpty() && addresses.isEmpty() && limit == null && end == null;
    }

    private boolean coversScopes(Set<String> others) {
        return isEverything(scopes)
                || (!isEverything(others)
                        && others.stream()
                                .allMatch(scope -> scopes.contains(scope)
                                        || scopes.stream().anyMatch(mine -> includes(mine, scope))));
    }

    private static boolean isEverything(Collection<String> scopes) {
        return scopes.isEmpty() || scopes.contains(KeySettings.ALL);
    }

    private static boolean includes(String scope, String other) {
        return INCLUDED.getOrDefault(scope, Set.of()).contains(other);
    }

    private boolean coversModels(Set<String> others) {
        return models.isEmpty() || (!others.isEmpty() && models.containsAll(others));
    }

    private boolean coversAddresses(List<AddressBlock> others) {
        return addresses.isEmpty()
                || (!others.isEmpty()
                        && others.stream()
                                .allMatch(other -> addresses.stream().anyMatch(mine -> mine.contains(other))));
    }

    private boolean coversLimit(@Nullable CountedLimit other) {
        return limit == null || (other != null && limit.covers(other));
    }

    private boolean coversEnd(@Nullable Instant other) {
        return end == null || (other != null && !other.isAfter(end));
    }
}
