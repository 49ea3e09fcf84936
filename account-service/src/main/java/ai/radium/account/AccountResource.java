package ai.radium.account;

import ai.radium.kit.audit.Audited;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/account")
class AccountResource {
    private final Identity identity;
    private final Accounts accounts;
    private final RateLimitPolicies policies;

    AccountResource(Identity identity, Accounts accounts, RateLimitPolicies policies) {
        this.identity = identity;
        this.accounts = accounts;
        this.policies = policies;
    }

    record UpdateAccount(@Nullable String name) {}

    @GET
    public Uni<Reply<AccountView>> get() {
        return accounts.get(identity.caller()).map(Reply::of);
    }

    @PUT
    @Audited("account.update")
    public Uni<Reply<AccountView>> rename(@Nullable UpdateAccount body) {
        Caller admin = Access.require(identity.caller(), Role.ADMIN);
        String name = Require.text(Require.body(body).name(), "name").strip();
        if (name.length() > User.LONGEST) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, "name may have at most " + User.LONGEST + " characters", "name");
        }
        return accounts.rename(admin, name).map(view -> Reply.of(view, "Account updated"));
    }

    @PUT
    @Audited(value = "account.change_rate_limit_policy", onAccount = true)
    @Path("/rate-limit-policy")
    public Uni<Reply<AccountView>> putOwn(@Nullable AssignPolicy body) {
        return put(identity.account(), body);
    }

    @PUT
    @Audited(value = "account.change_rate_limit_policy", onAccount = true)
    @Path("/{id}/rate-limit-policy")
    public Uni<Reply<AccountView>> putAny(@RestPath String id, @Nullable AssignPolicy body) {
        return put(id, body);
    }

    private Uni<Reply<AccountView>> put(String account, @Nullable AssignPolicy body) {
        Caller operator = Access.require(identity.caller(), Role.PLATFORM_ADMIN);
        return accounts.putOn(operator, account, policies.asked(Require.body(body)))
                .map(view -> Reply.of(view, "Rate-limit policy changed"));
    }
}
