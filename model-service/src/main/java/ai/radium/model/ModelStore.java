package ai.radium.model;

import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.DeploymentEvent;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.kit.paging.Page;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Models and the copy of deployments in PostgreSQL. */
@ApplicationScoped
class ModelStore {
    private static final String WHERE =
            " from ModelRow m where m.active = true and (m.account is null or m.account = :account)"
                    + " and (:category = '' or m.category = :category) and (:provider = '' or m.provider = :provider)"
                    + " and (:featured = '' or cast(m.featured as string) = :featured)"
                    + " and (:fineTuned = '' or case when m.account is null then 'false' else 'true' end = :fineTuned)"
                    + " and (:search = '' or lower(concat(m.id, ' ', m.name, ' ', m.provider)) like :search escape '\\')";

    private static final String DEPLOYMENTS = "select d.modelId, sum(case when d.account = :account then 1 else 0 end),"
            + " sum(case when d.status = :active then 1 else 0 end) from DeploymentCopyRow d"
            + " where d.account in (:account, :platform) group by d.modelId";

    private static final Deployments NONE = new Deployments("", 0, 0);

    private final ObjectMapper json;
    private final ObjectReader documents;
    private final LoadedAdapters adapters;

    ModelStore(ObjectMapper json, LoadedAdapters adapters) {
        this.json = json;
        this.adapters = adapters;
        // A document may hold what a later version of this service wrote.
        this.documents = json.readerFor(Model.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    Uni<ModelRow> row(Mutiny.Session session, String id) {
        return session.find(ModelRow.class, id);
    }

    /** Those of the catalogue. */
    Uni<List<ModelRow>> activeBut(Mutiny.Session session, List<String> ids) {
        return session.createQuery(
                        "from ModelRow m where m.active = true and m.account is null and m.id not in (:ids) order by m.id",
                        ModelRow.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    Model model(ModelRow row) {
        try {
            return documents.readValue(row.document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored model " + row.id + " cannot be read", e);
        }
    }

    /** Stores the model with its names and gives back its new version. */
    Uni<Long> save(Mutiny.Session session, @Nullable ModelRow stored, Model model) {
        ModelRow row = stored == null ? new ModelRow() : stored;
        row.id = model.id();
        row.name = model.name();
        row.provider = model.provider();
        row.category = model.category();
        row.featured = model.featured();
        row.active = model.active();
        row.account = model.fineTuned() == null ? null : model.fineTuned().account();
        row.document = document(model);
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> saveNames(session, model))
                .replaceWith(() -> row.version);
    }

    /** The model of this name, or that of the account's deployment of this id: what its {@code endpointUrl} ends in. */
    Uni<CountedModel> find(Mutiny.Session session, String name, String account) {
        return session.createNativeQuery(
                        "select m.* from model m where m.active and (m.account is null or m.account = ?) and m.id in"
                                + " (select n.model_id from model_name n where n.name = ? union all"
                                + " select d.model_id from deployment_copy d where d.deployment_id = ? and d.account = ?)",
                        ModelRow.class)
                .setParameter(1, account)
                .setParameter(2, name)
                .setParameter(3, name)
                .setParameter(4, account)
                .getSingleResultOrNull()
                .chain(row -> row == null
                        ? Uni.createFrom().nullItem()
                        : serving(session, account).map(serving -> serving.count(model(row))));
    }

    /** Whether it is the id or alias of a model that is everybody's. */
    Uni<Boolean> isOfTheCatalogue(Mutiny.Session session, String name) {
        return session.createNativeQuery(
                        "select count(*) from model_name n join model m on m.id = n.model_id"
                                + " where n.name = ? and m.active and m.account is null",
                        Long.class)
                .setParameter(1, name)
                .getSingleResult()
                .map(found -> found > 0);
    }

    Uni<ModelPage> page(Mutiny.Session session, ModelFilter filter, Page page, String account) {
        return filtered(
                        session.createQuery(
                                "select m" + WHERE + " order by m.featured desc, m.name, m.id", ModelRow.class),
                        filter,
                        account)
                .setMaxResults(page.limit())
                .setFirstResult(page.offset())
                .getResultList()
                .chain(rows -> filtered(session.createQuery("select count(m)" + WHERE, Long.class), filter, account)
                        .getSingleResult()
                        .chain(total -> withFilters(session, rows, total, account)));
    }

    Uni<Void> copy(Mutiny.Session session, DeploymentChanged changed) {
        return session.find(DeploymentCopyRow.class, changed.deploymentId()).chain(stored -> {
            if (stored != null && stored.version >= changed.version()) {
                return Uni.createFrom().voidItem();
            }
            if (changed.status() == DeploymentStatus.DELETED) {
                return stored == null ? Uni.createFrom().voidItem() : session.remove(stored);
            }
            DeploymentCopyRow row = stored == null ? new DeploymentCopyRow() : stored;
            row.deploymentId = changed.deploymentId();
            row.account = changed.account();
            row.modelId = changed.modelId();
            row.status = changed.status();
            row.version = changed.version();
            return session.persist(row);
        });
    }

    private Uni<ModelPage> withFilters(Mutiny.Session session, List<ModelRow> rows, long total, String account) {
        return serving(session, account)
                .chain(serving -> words(session, "category", account)
                        .chain(categories -> words(session, "provider", account)
                                .map(providers -> new ModelPage(
                                        rows.stream()
                                                .map(row -> serving.count(model(row)))
                                                .toList(),
                                        total,
                                        categories,
                                        providers))));
    }

    private static Uni<List<String>> words(Mutiny.Session session, String column, String account) {
        return session.createQuery(
                        "select distinct m." + column + " from ModelRow m where m.active = true"
                                + " and (m.account is null or m.account = :account) order by 1",
                        String.class)
                .setParameter("account", account)
                .getResultList();
    }

    private Uni<Serving> serving(Mutiny.Session session, String account) {
        return deployments(session, account)
                .chain(deployments -> adapters.of(session, account).map(loaded -> new Serving(deployments, loaded)));
    }

    private static Uni<Map<String, Deployments>> deployments(Mutiny.Session session, String account) {
        return session.createQuery(DEPLOYMENTS, Deployments.class)
                .setParameter("account", account)
                .setParameter("platform", DeploymentEvent.PLATFORM_ACCOUNT)
                .setParameter("active", DeploymentStatus.ACTIVE)
                .getResultList()
                .map(found -> found.stream().collect(Collectors.toMap(Deployments::modelId, each -> each)));
    }

    /** Deployments of one model that the account may call: its own, and the platform's, which are for everybody. */
    private record Deployments(String modelId, long own, long active) {}

    /**
     * What answers for an account now.
     *
     * @param loaded its fine-tuned models that a deployment of their base answers for
     */
    private record Serving(Map<String, Deployments> deployments, Set<String> loaded) {
        CountedModel count(Model model) {
            Deployments of = deployments.getOrDefault(model.id(), NONE);
            return new CountedModel(model, of.own, of.active > 0 || loaded.contains(model.id()));
        }
    }

    private static <T> Mutiny.SelectionQuery<T> filtered(
            Mutiny.SelectionQuery<T> query, ModelFilter filter, String account) {
        Function<@Nullable String, String> orEmpty = value -> value == null ? "" : value;
        String search = filter.search() == null
                ? ""
                : "%" + filter.search().toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%";
        return query.setParameter("account", account)
                .setParameter("category", orEmpty.apply(filter.category()))
                .setParameter("provider", orEmpty.apply(filter.provider()))
                .setParameter(
                        "featured",
                        filter.featured() == null ? "" : filter.featured().toString())
                .setParameter(
                        "fineTuned",
                        filter.fineTuned() == null ? "" : filter.fineTuned().toString())
                .setParameter("search", search);
    }

    private static Uni<Void> saveNames(Mutiny.Session session, Model model) {
        return session.createNativeQuery("delete from model_name where model_id = ?")
                .setParameter(1, model.id())
                .executeUpdate()
                .onItem()
                .transformToMulti(ignored ->
                        Multi.createFrom().items(Stream.concat(Stream.of(model.id()), model.aliases().stream())))
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

    private String document(Model model) {
        try {
            return json.writeValueAsString(model);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("model " + model.id() + " cannot be stored", e);
        }
    }
}
