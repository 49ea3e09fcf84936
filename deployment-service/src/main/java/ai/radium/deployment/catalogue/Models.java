package ai.radium.deployment.catalogue;

import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.model.ModelChanged;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The copy of the catalogue, as its owner last told it. */
@ApplicationScoped
public class Models {
    private static final String PUT = "insert into model_copy (id, version, body) values (?, ?, ?)"
            + " on conflict (id) do update set version = excluded.version, body = excluded.body"
            + " where model_copy.version < excluded.version";

    /** Null for a name that is neither id nor alias of an active model. */
    public Uni<@Nullable ModelChanged> named(Mutiny.Session session, String name) {
        return session.createNativeQuery(
                        "select m.body from model_copy m join model_name n on n.model_id = m.id where n.name = ?"
                                + " order by (m.id = n.name) desc limit 1",
                        String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .map(body -> body == null ? null : model(body))
                .map(model -> model != null && model.active() ? model : null);
    }

    public Uni<Map<String, ModelChanged>> byIds(Mutiny.Session session, List<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery("select body from model_copy where id in (:ids)", String.class)
                .setParameter("ids", ids)
                .getResultList()
                .map(bodies -> bodies.stream()
                        .map(Models::model)
                        .collect(Collectors.toMap(ModelChanged::id, Function.identity())));
    }

    /** Takes a model's state unless a later one was taken before. */
    Uni<Void> put(Mutiny.Session session, ModelChanged model) {
        return session.createNativeQuery(PUT)
                .setParameter(1, model.id())
                .setParameter(2, model.version())
                .setParameter(3, new String(EventJson.write(model), StandardCharsets.UTF_8))
                .executeUpdate()
                .chain(taken -> taken == 0 ? Uni.createFrom().voidItem() : putNames(session, model));
    }

    private static Uni<Void> putNames(Mutiny.Session session, ModelChanged model) {
        return session.createNativeQuery("delete from model_name where model_id = ?")
                .setParameter(1, model.id())
                .executeUpdate()
                .onItem()
                .transformToMulti(ignored -> Multi.createFrom()
                        .items(Stream.concat(Stream.of(model.id()), model.aliases().stream())
                                .distinct()))
                .onItem()
                .transformToUniAndConcatenate(
                        name -> session.createNativeQuery("insert into model_name (name, model_id) values (?, ?)")
                                .setParameter(1, name)
                                .setParameter(2, model.id())
                                .executeUpdate())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static ModelChanged model(String body) {
        return (ModelChanged)
                EventJson.read(Topic.MODEL_CHANGED, "radium.ModelChanged", body.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow();
    }
}
