package ai.radium.billing.account;

import ai.radium.kit.audit.Audited;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/billing")
class SpendingLimitResource {
    private final Identity identity;
    private final SpendingLimits limits;

    SpendingLimitResource(Identity identity, SpendingLimits limits) {
        this.identity = identity;
        this.limits = limits;
    }

    @PUT
    @Audited("spending_limit.set")
    @Path("/spending-limit")
    public Uni<Reply<SpendingLimitView>> set(@Nullable SetSpendingLimit body) {
        return limits.set(identity.account(), Require.body(body).spendingLimit())
                .map(view -> new Reply<>(view, "Spending limit updated", view.warning(), null, null, null));
    }

    /** For operators alone. */
    @PUT
    @Audited(value = "spending_tier.set", onAccount = true)
    @Path("/accounts/{id}/spending-tier")
    public Uni<Reply<SpendingLimitView>> agree(@RestPath String id, @Nullable AgreeOnLimit body) {
        if (identity.caller().role() != Role.PLATFORM_ADMIN) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "This needs the role " + Role.PLATFORM_ADMIN.word());
        }
        return limits.agree(id, Require.body(body)).map(view -> Reply.of(view, "Spending tier changed"));
    }
}
