package ai.radium.account.audit;

import ai.radium.account.Access;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/audit-logs")
class AuditResource {
    private final Identity identity;
    private final AuditLog log;

    AuditResource(Identity identity, AuditLog log) {
        this.identity = identity;
        this.log = log;
    }

    @GET
    public Uni<Reply<List<AuditView>>> list(
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to,
            @RestQuery @Nullable String actor,
            @RestQuery @Nullable String action,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String offset) {
        Caller admin = Access.require(identity.caller(), Role.ADMIN);
        return log.page(admin.account(), AuditFilter.of(from, to, actor, action), Page.of(limit, offset));
    }
}
