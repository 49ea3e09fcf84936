package ai.radium.gateway.identity;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.kit.identity.Role;
import java.util.Optional;
import java.util.Set;

/** What a route asks of its caller: a role, and of a key with scopes one of these. */
public enum Permission {
    /** Look at the models. */
    BROWSE(Role.VIEWER, Set.of("inference", "read", "write", "admin")),
    READ(Role.VIEWER, Set.of("read", "write", "admin")),
    INFER(Role.DEVELOPER, Set.of("inference")),
    WRITE(Role.DEVELOPER, Set.of("write", "admin")),
    /** Members and money. */
    ADMINISTER(Role.ADMIN, Set.of("admin"));

    private static final String EVERYTHING = "*";

    private final Role least;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> scopes;

    Permission(Role least, Set<String> scopes) {
        this.least = least;
        this.scopes = scopes;
    }

    /** Why this caller may not; empty if it may. */
    public Optional<Refusal> refusal(Principal caller) {
        if (rank(caller.role()) < rank(least)) {
            return Optional.of(GatewayProblem.INSUFFICIENT_ROLE.because("This needs the role " + least.word()
                    + "; yours is " + caller.role().word()));
        }
        if (!caller.scopes().isEmpty()
                && !caller.scopes().contains(EVERYTHING)
                && caller.scopes().stream().noneMatch(scopes::contains)) {
            return Optional.of(GatewayProblem.INSUFFICIENT_SCOPE.because("This needs an API key with the scope "
                    + String.join(" or ", scopes.stream().sorted().toList())));
        }
        return Optional.empty();
    }

    private static int rank(Role role) {
        return switch (role) {
            case VIEWER -> 0;
            case DEVELOPER -> 1;
            case ADMIN -> 2;
            case OWNER -> 3;
            case PLATFORM_ADMIN -> 4;
            case GATEWAY -> -1;
        };
    }
}
