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
    private static final String PUT = "insert into model_copy (id, version, body, base, account, job_id, active)"
            + " values (:id, :version, :body, :base, :account, :job, :active)"
            + " on conflict (id) do update set version = excluded.version, body = excluded.body,"
            + " active = excluded.active"
            + " where model_copy.version < excluded.version";

    private static final String FINE_TUNED = "select body from model_copy where base = :base"
            + " and (:account = '' or account = :account) order by active desc, job_id desc";

    /** Null for a name that is neither id nor alias of an active model which the account may see. */
    public Uni<@Nullable ModelChanged> named(Mutiny.Session session, String name, String account) {
        return session.createNativeQuery(
                        "select m.body from model_copy m join model_name n on n.model_id = m.id where n.name = ?"
                                + " order by (m.id = n.name) desc limit 1",
                        String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .map(body -> body == null ? null : model(body))
                .map(model -> model != null && model.active() && isFor(account, model) ? model : null);
    }

    /**
     * Models made of this one, the newest first; behind the active ones those that were deleted.
     *
     * @param account whose; empty = everybody's
     */
    public Uni<List<ModelChanged>> madeOf(Mutiny.Session session, String base, String account, int most) {
        return session.createNativeQuery(FINE_TUNED, String.class)
                .setParameter("base", base)
                .setParameter("account", account)
                .setMaxResults(most)
                .getResultList()
                .map(bodies -> bodies.stream().map(Models::model).toList());
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
        ModelChanged.FineTuned made = model.fineTuned();
        return session.createNativeQuery(PUT)
                .setParameter("id", model.id())
                .setParameter("version", model.version())
                .setParameter("body", new String(EventJson.write(model), StandardCharsets.UTF_8))
                .setParameter("base", made == null ? "" : made.base())
                .setParameter("account", made == null ? "" : made.account())
                .setParameter("job", made == null ? "" : made.jobId())
                .setParameter("active", model.active())
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

    private static boolean isFor(String account, ModelChanged model) {
        return model.fineTuned() == null || model.fineTuned().account().equals(account);
    }

    private static ModelChanged model(String body) {
        return (ModelChanged)
                EventJson.read(Topic.MODEL_CHANGED, "radium.ModelChanged", body.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow();
    }
}
