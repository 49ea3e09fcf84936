package ai.radium.account.key;

import ai.radium.account.Access;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.Between;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/api-keys")
class KeyResource {
    private static final String WARNING = "Store this key now: it is not shown again";
    private static final int DAY_SECONDS = 24 * 3600;
    private static final int MOST_OVERLAP_SECONDS = 30 * DAY_SECONDS;

    private final Identity identity;
    private final Keys keys;

    KeyResource(Identity identity, Keys keys) {
        this.identity = identity;
        this.keys = keys;
    }

    /** @param overlapSeconds how long the old key goes on; 0 revokes it at once; default a day */
    record RotateKey(
            @Between(least = 0, most = MOST_OVERLAP_SECONDS) @Nullable
            Integer overlapSeconds) {
        Duration overlap() {
            int seconds = overlapSeconds == null ? DAY_SECONDS : overlapSeconds;
            if (seconds < 0 || seconds > MOST_OVERLAP_SECONDS) {
                throw KeySettings.invalid(
                        "overlapSeconds must be a whole number from 0 to " + MOST_OVERLAP_SECONDS, "overlapSeconds");
            }
            return Duration.ofSeconds(seconds);
        }
    }

    @GET
    public Uni<Reply<List<KeyView>>> list(
            @RestQuery @Nullable String status, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        Map<String, String> filters = Map.of("status", status == null ? "all" : status);
        return keys.list(identity.account(), filter(status), page)
                .map(found -> Reply.list(found.keys(), filters, page, found.total()));
    }

    @POST
    @Idempotent
    @Audited("api_key.create")
    @ResponseStatus(201)
    public Uni<Reply<KeyView>> create(@Nullable KeySettings body) {
        return keys.create(developer(), Require.body(body))
                .map(view -> Reply.of(view, "API key created").withWarning(WARNING));
    }

    @GET
    @Path("/{id}")
    public Uni<Reply<KeyView>> get(@RestPath String id) {
        return keys.get(identity.account(), id).map(Reply::of);
    }

    @PUT
    @Audited("api_key.update")
    @Path("/{id}")
    public Uni<Reply<KeyView>> update(@RestPath String id, @Nullable UpdateKey body) {
        return keys.update(developer(), id, Require.body(body)).map(view -> Reply.of(view, "API key updated"));
    }

    @POST
    @Idempotent
    @Audited("api_key.rotate")
    @Path("/{id}/rotate")
    @ResponseStatus(201)
    public Uni<Reply<KeyView>> rotate(@RestPath String id, @Nullable RotateKey body) {
        Duration overlap = (body == null ? new RotateKey(null) : body).overlap();
        return keys.rotate(developer(), id, overlap)
                .map(view -> Reply.of(view, "API key rotated").withWarning(WARNING));
    }

    @DELETE
    @Audited("api_key.revoke")
    @Path("/{id}")
    public Uni<Reply<Void>> revoke(@RestPath String id) {
        return keys.revoke(developer(), id).replaceWith(() -> Reply.message("API key revoked"));
    }

    private Caller developer() {
        return Access.require(identity.caller(), Role.DEVELOPER);
    }

    private static @Nullable KeyState filter(@Nullable String status) {
        return switch (status == null ? "all" : status) {
            case "all" -> null;
            case "active" -> KeyState.ACTIVE;
            case "expired" -> KeyState.EXPIRED;
            case "revoked" -> KeyState.REVOKED;
            default ->
                throw new ProblemException(
                        CommonProblem.INVALID_REQUEST, "status must be one of active, expired, revoked, all", "status");
        };
    }
}
