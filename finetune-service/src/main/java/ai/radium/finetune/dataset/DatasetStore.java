package ai.radium.finetune.dataset;

import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.examples.Findings;
import ai.radium.kit.paging.Page;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Datasets and their versions in PostgreSQL. */
@ApplicationScoped
class DatasetStore {
    private static final String FROM =
            " from DatasetRow d left join VersionRow v on v.datasetId = d.id and v.number = ";

    private static final String WHERE = FROM + "d.latestVersion where d.account = :account"
            + " and (:status = '' or coalesce(cast(v.status as string), 'PROCESSING') = :status)"
            + " and (:format = '' or cast(d.format as string) = :format)";

    private static final String OF_ACCOUNT = " where d.id = :id and d.account = :account";

    private final ObjectMapper json;
    private final ObjectReader documents;

    DatasetStore(ObjectMapper json) {
        this.json = json;
        // A document may hold what a later version of this service wrote.
        documents = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** The oldest first. */
    Uni<DatasetPage> page(Mutiny.Session session, String account, DatasetFilter filter, Page page) {
        return filtered(
                        session.createQuery("select d, v" + WHERE + " order by d.createdAt, d.id", Object[].class),
                        account,
                        filter)
                .setMaxResults(page.limit())
                .setFirstResult(page.offset())
                .getResultList()
                .chain(rows -> filtered(session.createQuery("select count(d)" + WHERE, Long.class), account, filter)
                        .getSingleResult()
                        .map(total ->
                                new DatasetPage(rows.stream().map(this::dataset).toList(), total)));
    }

    private static <T> Mutiny.SelectionQuery<T> filtered(
            Mutiny.SelectionQuery<T> query, String account, DatasetFilter filter) {
        return query.setParameter("account", account)
                .setParameter(
                        "status", filter.status() == null ? "" : filter.status().name())
                .setParameter(
                        "format", filter.format() == null ? "" : filter.format().name());
    }

    /** Those made after (or, newest first, before) that one. */
    Uni<List<Dataset>> after(
            Mutiny.Session session, String account, @Nullable Dataset last, int limit, boolean oldestFirst) {
        String further = oldestFirst
                ? "(d.createdAt > :time or (d.createdAt = :time and d.id > :id)) order by d.createdAt, d.id"
                : "(d.createdAt < :time or (d.createdAt = :time and d.id < :id)) order by d.createdAt desc, d.id desc";
        String order = further.substring(further.indexOf(" order by"));
        Mutiny.SelectionQuery<Object[]> query = session.createQuery(
                "select d, v" + FROM + "d.latestVersion where d.account = :account"
                        + (last == null ? order : " and " + further),
                Object[].class);
        query.setParameter("account", account);
        if (last != null) {
            query.setParameter("time", last.createdAt()).setParameter("id", last.id());
        }
        return query.setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(this::dataset).toList());
    }

    /** Its latest version; null when the account has no such dataset. */
    Uni<Dataset> find(Mutiny.Session session, String account, String id) {
        return one(
                session.createQuery("select d, v" + FROM + "d.latestVersion" + OF_ACCOUNT, Object[].class),
                account,
                id);
    }

    /** One of its versions; null when the account has no such dataset, or that no such version. */
    Uni<Dataset> version(Mutiny.Session session, String account, String id, int number) {
        return one(
                session.createQuery(
                                "select d, v" + FROM + ":number" + OF_ACCOUNT + " and v.number = :number",
                                Object[].class)
                        .setParameter("number", number),
                account,
                id);
    }

    private Uni<Dataset> one(Mutiny.SelectionQuery<Object[]> query, String account, String id) {
        return query.setParameter("id", id)
                .setParameter("account", account)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : dataset(row));
    }

    /** Every version, the newest first. */
    Uni<List<Dataset>> versions(Mutiny.Session session, String account, String id) {
        return session.createQuery(
                        "select d, v from DatasetRow d join VersionRow v on v.datasetId = d.id"
                                + " where d.id = :id and d.account = :account order by v.number desc",
                        Object[].class)
                .setParameter("id", id)
                .setParameter("account", account)
                .getResultList()
                .map(rows -> rows.stream().map(this::dataset).toList());
    }

    /** Nobody else changes it until the transaction ends; null when the account has no such dataset. */
    Uni<DatasetRow> locked(Mutiny.Session session, String account, String id) {
        return session.createQuery("from DatasetRow d where d.id = :id and d.account = :account", DatasetRow.class)
                .setParameter("id", id)
                .setParameter("account", account)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull();
    }

    Uni<Dataset> save(Mutiny.Session session, DatasetRow row, @Nullable VersionRow version) {
        return session.persist(row)
                .chain(() -> version == null ? Uni.createFrom().voidItem() : session.persist(version))
                .chain(session::flush)
                .replaceWith(() -> dataset(row, version));
    }

    Uni<Boolean> isUsed(Mutiny.Session session, String id) {
        return session.createNativeQuery(
                        "select exists (select 1 from dataset_use where dataset_id = ?)", Boolean.class)
                .setParameter(1, id)
                .getSingleResult();
    }

    Uni<Void> delete(Mutiny.Session session, DatasetRow row) {
        return session.createMutationQuery("delete from VersionRow v where v.datasetId = :id")
                .setParameter("id", row.id)
                .executeUpdate()
                .chain(() -> session.remove(row))
                .chain(session::flush);
    }

    private Dataset dataset(Object[] row) {
        return dataset((DatasetRow) row[0], (VersionRow) row[1]);
    }

    Dataset dataset(DatasetRow row, @Nullable VersionRow version) {
        return new Dataset(
                row.id,
                row.account,
                row.name,
                row.description,
                row.format,
                row.latestVersion,
                row.createdAt,
                row.updatedAt,
                version == null ? null : version(version));
    }

    private Dataset.Version version(VersionRow row) {
        return new Dataset.Version(
                row.number,
                row.status,
                row.filename,
                content(row),
                row.sha256,
                row.findings == null ? null : read(row.findings, Findings.class),
                row.tokens,
                row.errorCode == null ? null : new Dataset.Fault(row.errorCode, String.valueOf(row.errorText)),
                row.readBytes,
                row.createdAt,
                row.validatedAt);
    }

    VersionRow newVersion(DatasetRow dataset, IncomingContent incoming) {
        VersionRow row = new VersionRow();
        row.id = dataset.id + "@" + dataset.latestVersion;
        row.datasetId = dataset.id;
        row.number = dataset.latestVersion;
        row.format = dataset.format;
        row.account = dataset.account;
        row.status = DatasetStatus.PROCESSING;
        row.filename = incoming.filename();
        row.sizeBytes = incoming.content().bytes();
        row.content = document(incoming.content());
        row.sha256 = incoming.sha256();
        row.expectedMd5 = incoming.md5();
        row.createdAt = dataset.updatedAt;
        return row;
    }

    Content content(VersionRow row) {
        return read(row.content, Content.class);
    }

    String document(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be stored", e);
        }
    }

    private <T> T read(String document, Class<T> type) {
        try {
            return documents.forType(type).readValue(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document cannot be read", e);
        }
    }
}
