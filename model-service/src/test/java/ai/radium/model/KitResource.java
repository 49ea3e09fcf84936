package ai.radium.model;

import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.Require;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What services do with bodies and sessions: a resource of tests only, since the catalogue has no route that writes. */
@Path("/kit")
class KitResource {
    private final Mutiny.SessionFactory sessions;
    private final ObjectMapper json;

    KitResource(Mutiny.SessionFactory sessions, ObjectMapper json) {
        this.sessions = sessions;
        this.json = json;
    }

    record Body(
            @Nullable String name,
            @Nullable List<String> allowedModels,
            @Nullable Limit rateLimit,
            @Nullable Instant expiresAt,
            @Nullable Map<String, String> tags,
            @Nullable Size size) {}

    record Limit(@Nullable Integer requests, @Nullable Window window) {}

    record Window(@Nullable Integer seconds) {}

    enum Size {
        SMALL,
        LARGE
    }

    @POST
    @Path("/bodies")
    public Uni<Reply<Body>> body(@Nullable Body body) {
        return Uni.createFrom().item(Reply.of(Require.body(body)));
    }

    /** Of one text, which other readers than ours might take for the whole body. */
    record Single(@Nullable String name) {}

    @POST
    @Path("/single")
    public Uni<Reply<Single>> single(@Nullable Single body) {
        return Uni.createFrom().item(Reply.of(Require.body(body)));
    }

    /** As those do that tell an absent member from null. */
    @POST
    @Path("/trees")
    public Uni<Reply<Body>> tree(@Nullable ObjectNode body) throws Exception {
        return Uni.createFrom().item(Reply.of(json.treeToValue(Require.body(body), Body.class)));
    }

    /** As rotate: a body is not needed. */
    @POST
    @Path("/optional")
    public Uni<Reply<String>> optional(@Nullable Body body) {
        return Uni.createFrom().item(Reply.of(body == null ? "none" : "some"));
    }

    /** Two statements of one transaction, with a pause in the database between them. */
    @POST
    @Path("/transactions")
    public Uni<Reply<String>> transaction(@RestQuery String name, @RestQuery double seconds) {
        return sessions.withTransaction(session -> insert(session, name + "-1")
                        .chain(() -> session.createNativeQuery(
                                        "select cast(pg_sleep(" + seconds + ") as text)", String.class)
                                .getSingleResult())
                        .chain(() -> insert(session, name + "-2")))
                .replaceWith(Reply.of("committed"));
    }

    private static Uni<Integer> insert(Mutiny.Session session, String id) {
        return session.createNativeQuery("insert into inbox (consumer, event_id) values ('kit', ?)")
                .setParameter(1, id)
                .executeUpdate();
    }
}
