package ai.radium.billing.adjustment;

import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/billing/accounts/{id}/adjustments")
class AdjustmentResource {
    private final Identity identity;
    private final Adjustments adjustments;

    AdjustmentResource(Identity identity, Adjustments adjustments) {
        this.identity = identity;
        this.adjustments = adjustments;
    }

    /** For operators alone. */
    @POST
    @Idempotent
    @Audited(value = "balance.adjust", onAccount = true)
    @ResponseStatus(201)
    public Uni<Reply<AdjustmentView>> adjust(@RestPath String id, @Nullable AdjustAccount body) {
        if (identity.caller().role() != Role.PLATFORM_ADMIN) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "This needs the role " + Role.PLATFORM_ADMIN.word());
        }
        return adjustments
                .adjust(id, Require.body(body), identity.caller().actor())
                .map(view -> Reply.of(view, "Balance adjusted"));
    }
}
