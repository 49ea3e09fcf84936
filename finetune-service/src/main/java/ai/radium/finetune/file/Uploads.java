package ai.radium.finetune.file;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.StoredArtifact;
import ai.radium.finetune.artifact.StoredBytes;
import ai.radium.finetune.artifact.UnclaimedArtifacts;
import ai.radium.finetune.dataset.Content;
import ai.radium.finetune.dataset.Datasets;
import ai.radium.finetune.dataset.IncomingContent;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Files that come in parts, so that a break costs one part and not all of them. */
@ApplicationScoped
class Uploads {
    private final UploadStore store;
    private final Datasets datasets;
    private final UnclaimedArtifacts unclaimed;
    private final StoredBytes stored;
    private final Mutiny.SessionFactory sessions;
    private final UploadPartConfig config;
    private final InstantSource clock;

    Uploads(
            UploadStore store,
            Datasets datasets,
            UnclaimedArtifacts unclaimed,
            StoredBytes stored,
            Mutiny.SessionFactory sessions,
            UploadPartConfig config,
            InstantSource clock) {
        this.store = store;
        this.datasets = datasets;
        this.unclaimed = unclaimed;
        this.stored = stored;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    Uni<UploadView> create(String account, CreateUpload wanted, long bytes, String mimeType) {
        UploadRow row = new UploadRow();
        row.id = Ids.next("upload");
        row.account = account;
        row.filename = wanted.plainName();
        row.mimeType = mimeType;
        row.sizeBytes = bytes;
        row.createdAt = clock.instant();
        row.expiresAt = row.createdAt.plus(config.expiresAfter());
        return sessions.withTransaction(session -> session.persist(row).replaceWith(() -> UploadView.of(row)));
    }

    Uni<UploadView> get(String account, String id) {
        return sessions.withSession(session -> store.find(session, account, id)
                .chain(row -> store.parts(session, row.id)
                        .chain(parts -> file(row).map(file -> UploadView.of(row, file, parts)))));
    }

    /** Null while it became none, or when that was deleted. */
    private Uni<FileView> file(UploadRow row) {
        return row.datasetId == null
                ? Uni.createFrom().nullItem()
                : datasets.get(row.account, row.datasetId, FinetuneProblem.FILE_NOT_FOUND)
                        .map(FileView::of)
                        .onFailure(ProblemException.class)
                        .recoverWithNull();
    }

    /** @throws ProblemException UPLOAD_CLOSED, STORAGE_QUOTA; INVALID_REQUEST when the file would be longer than announced */
    Uni<UploadView.PartView> add(String account, String id, StoredArtifact artifact) {
        return sessions.withTransaction(session -> open(session, account, id).chain(upload -> {
            if (artifact.bytes() > upload.sizeBytes) {
                throw new ProblemException(
                        CommonProblem.INVALID_REQUEST, "The part is longer than the whole file was said to be", "data");
            }
            PartRow part = new PartRow();
            part.id = Ids.next("part");
            part.uploadId = upload.id;
            part.key = artifact.key().text();
            part.bytes = artifact.bytes();
            part.createdAt = clock.instant();
            return unclaimed
                    .claim(session, artifact.key())
                    .chain(() -> stored.add(session, account, artifact.bytes()))
                    .chain(() -> session.persist(part))
                    .replaceWith(() -> UploadView.PartView.of(part));
        }));
    }

    /** Nobody else changes it until the transaction ends. */
    private Uni<UploadRow> open(Mutiny.Session session, String account, String id) {
        return store.locked(session, account, id).invoke(row -> {
            if (row.status != UploadStatus.PENDING || !clock.instant().isBefore(row.expiresAt)) {
                String state = row.status == UploadStatus.PENDING ? UploadStatus.EXPIRED.word() : row.status.word();
                throw new ProblemException(
                        FinetuneProblem.UPLOAD_CLOSED, "The upload is " + state + "; begin another", "upload_id");
            }
        });
    }

    /**
     * The file that these parts are, in this order. Parts that are not named are dropped.
     *
     * @param md5 of it, as the client says: whether it holds, the reading of the file finds
     */
    Uni<UploadView> complete(String account, String id, List<String> partIds, @Nullable String md5) {
        return sessions.withTransaction(session -> open(session, account, id)
                .chain(upload -> store.parts(session, upload.id).chain(parts -> {
                    List<PartRow> chosen = chosen(parts, partIds);
                    requireWhole(upload, chosen);
                    return completed(session, upload, parts, chosen, md5);
                })));
    }

    private static List<PartRow> chosen(List<PartRow> parts, List<String> ids) {
        Map<String, PartRow> byId = parts.stream().collect(Collectors.toMap(part -> part.id, Function.identity()));
        return ids.stream()
                .map(id -> {
                    PartRow part = byId.get(id);
                    if (part == null) {
                        throw CompleteUpload.refusal("part_ids names a part that the upload does not have");
                    }
                    return part;
                })
                .toList();
    }

    private static void requireWhole(UploadRow upload, List<PartRow> chosen) {
        long bytes = content(chosen).bytes();
        if (bytes != upload.sizeBytes) {
            throw CompleteUpload.refusal("The parts have %,d bytes together; the file was said to have %,d"
                    .formatted(bytes, upload.sizeBytes));
        }
    }

    private Uni<UploadView> completed(
            Mutiny.Session session, UploadRow upload, List<PartRow> parts, List<PartRow> chosen, @Nullable String md5) {
        List<PartRow> rest =
                parts.stream().filter(part -> !chosen.contains(part)).toList();
        IncomingContent incoming = new IncomingContent(upload.filename, content(chosen), null, md5);
        upload.status = UploadStatus.COMPLETED;
        return drop(session, upload, rest)
                .chain(() -> store.forgetParts(session, upload.id))
                .chain(() -> datasets.createOfParts(upload.account, FileResource.named(upload.filename), incoming))
                .map(dataset -> {
                    upload.datasetId = dataset.id();
                    return UploadView.of(upload, FileView.of(dataset), null);
                });
    }

    private static Content content(List<PartRow> parts) {
        return new Content(parts.stream()
                .map(part -> new Content.Part(part.key, part.bytes))
                .toList());
    }

    Uni<UploadView> cancel(String account, String id) {
        return sessions.withTransaction(session -> open(session, account, id)
                .chain(upload ->
                        closed(session, upload, UploadStatus.CANCELLED).replaceWith(() -> UploadView.of(upload))));
    }

    /**
     * Closes those whose time is over.
     *
     * @return how many
     */
    Uni<Integer> expire() {
        return sessions.withTransaction(session -> store.overdue(session, clock.instant())
                .chain(overdue -> overdue == null
                        ? Uni.createFrom().item(0)
                        : closed(session, overdue, UploadStatus.EXPIRED).replaceWith(1)));
    }

    private Uni<Void> closed(Mutiny.Session session, UploadRow upload, UploadStatus how) {
        upload.status = how;
        return store.parts(session, upload.id)
                .chain(parts -> drop(session, upload, parts))
                .chain(() -> store.forgetParts(session, upload.id));
    }

    private Uni<Void> drop(Mutiny.Session session, UploadRow upload, List<PartRow> parts) {
        long bytes = parts.stream().mapToLong(part -> part.bytes).sum();
        List<ArtifactKey> keys =
                parts.stream().map(part -> new ArtifactKey(part.key)).toList();
        return unclaimed.release(session, keys).chain(() -> stored.remove(session, upload.account, bytes));
    }
}
