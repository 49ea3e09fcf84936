package ai.radium.billing.rerating;

import ai.radium.kit.audit.AuditTrail;
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
import org.jspecify.annotations.Nullable;

@Path("/billing/rerate")
class RerateResource {
    private final Identity identity;
    private final Rerating rerating;

    RerateResource(Identity identity, Rerating rerating) {
        this.identity = identity;
        this.rerating = rerating;
    }

    /** For operators alone. Changes nothing. */
    @POST
    @Idempotent
    @Audited("billing.rerate")
    public Uni<Reply<RerateView>> rerate(@Nullable Rerate body) {
        if (identity.caller().role() != Role.PLATFORM_ADMIN) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "This needs the role " + Role.PLATFORM_ADMIN.word());
        }
        return rerating.of(Require.body(body))
                .invoke(() -> AuditTrail.nothingChanged())
                .map(Reply::of);
    }
}
