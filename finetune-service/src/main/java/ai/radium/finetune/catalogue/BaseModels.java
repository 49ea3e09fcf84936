package ai.radium.finetune.catalogue;

import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.finetune.FinetuneProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The catalogue's models, as their owner last told them. */
@ApplicationScoped
public class BaseModels {
    private static final String PUT = "insert into model_copy (id, version, body) values (?, ?, ?)"
            + " on conflict (id) do update set version = excluded.version, body = excluded.body"
            + " where model_copy.version < excluded.version";

    private static final String GGUF = "gguf";

    private final EarlierModels earlier;
    private final InstantSource clock;

    BaseModels(EarlierModels earlier, InstantSource clock) {
        this.earlier = earlier;
        this.clock = clock;
    }

    /**
     * The model of this id or alias, or the base of one that the account has fine-tuned before, with its adapter.
     *
     * @throws ProblemException MODEL_NOT_FOUND, MODEL_NOT_FINE_TUNABLE, both naming the field
     */
    public Uni<BaseModel> require(Mutiny.Session session, String account, String name, String field) {
        if (!EarlierModels.isNameOfOne(name)) {
            return ofCatalogue(session, name, field).map(model -> tunable(model, field, null));
        }
        return earlier.find(session, account, name)
                .onItem()
                .ifNull()
                .failWith(() -> unknown(name, field))
                .chain(found -> ofCatalogue(session, found.baseModel(), field)
                        .map(model -> tunable(model, field, found.earlier()))
                        .invoke(base -> requireSameWeights(base, found, field)));
    }

    private static void requireSameWeights(BaseModel base, EarlierModels.Found found, String field) {
        if (!base.weights().sha256().equals(found.weightsSha256())) {
            throw new ProblemException(
                    FinetuneProblem.MODEL_NOT_FINE_TUNABLE,
                    found.earlier().model() + " was made on other weights of " + base.id() + " than are served now",
                    field);
        }
    }

    private static Uni<ModelChanged> ofCatalogue(Mutiny.Session session, String name, String field) {
        return named(session, name).onItem().ifNull().failWith(() -> unknown(name, field));
    }

    private static ProblemException unknown(String name, String field) {
        return new ProblemException(FinetuneProblem.MODEL_NOT_FOUND, "No model " + name, field);
    }

    private static Uni<ModelChanged> named(Mutiny.Session session, String name) {
        return session.createNativeQuery(
                        "select m.body from model_copy m join model_name n on n.model_id = m.id where n.name = ?"
                                + " order by (m.id = n.name) desc limit 1",
                        String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .map(body -> body == null ? null : model(body))
                .map(model -> model != null && model.active() ? model : null);
    }

    private BaseModel tunable(ModelChanged model, String field, BaseModel.@Nullable Earlier from) {
        ModelChanged.Weights weights = model.weights();
        if (weights == null || !weights.format().equals(GGUF)) {
            throw new ProblemException(
                    FinetuneProblem.MODEL_NOT_FINE_TUNABLE,
                    model.id() + " cannot be fine-tuned: this install has no weights of it as GGUF",
                    field);
        }
        Price price = price(model)
                .orElseThrow(() -> new ProblemException(
                        FinetuneProblem.MODEL_NOT_FINE_TUNABLE,
                        model.id() + " cannot be fine-tuned: the catalogue has no training price of it",
                        field));
        return new BaseModel(model.id(), weights, model.contextTokens(), price, from);
    }

    /** The training price in force now of a model by its id; null when there is none. */
    public Uni<Price> price(Mutiny.Session session, String id) {
        return session.createNativeQuery("select body from model_copy where id = ?", String.class)
                .setParameter(1, id)
                .getSingleResultOrNull()
                .map(body -> body == null ? null : price(model(body)).orElse(null));
    }

    private Optional<Price> price(ModelChanged model) {
        return model.prices().reversed().stream()
                .filter(price -> !price.validFrom().isAfter(clock.instant()))
                .findFirst()
                .filter(price -> price.training() != null)
                .map(price -> new Price(new BigDecimal(String.valueOf(price.training())), price.currency()));
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
