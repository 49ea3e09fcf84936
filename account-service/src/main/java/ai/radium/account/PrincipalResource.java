package ai.radium.account;

import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** Tells the gateway who a Keycloak user is here. */
@Path("/internal/principals")
class PrincipalResource {
    private final Principals principals;

    PrincipalResource(Principals principals) {
        this.principals = principals;
    }

    /** @param account one of the user's several; absent = its own, opened when there is none yet */
    record PrincipalLookup(
            @Nullable String sub,
            @Nullable String email,
            @Nullable String name,
            @Nullable String account) {}

    @POST
    public Uni<Membership> find(@Nullable PrincipalLookup body) {
        PrincipalLookup lookup = Require.body(body);
        User user = new User(Require.text(lookup.sub(), "sub"), lookup.email(), lookup.name());
        return principals.membership(user, lookup.account());
    }
}
