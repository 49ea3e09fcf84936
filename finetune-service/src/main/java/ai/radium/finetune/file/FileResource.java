package ai.radium.finetune.file;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.dataset.Dataset;
import ai.radium.finetune.dataset.Datasets;
import ai.radium.finetune.dataset.Downloads;
import ai.radium.finetune.dataset.IncomingContent;
import ai.radium.finetune.dataset.NewDataset;
import ai.radium.finetune.examples.FileFormat;
import ai.radium.finetune.job.ResultFile;
import ai.radium.finetune.job.ResultFiles;
import ai.radium.finetune.upload.Received;
import ai.radium.finetune.upload.ReceivedForm;
import ai.radium.finetune.upload.WithFile;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Files over HTTP, in OpenAI's shape. */
@Path("/files")
class FileResource {
    /** As in OpenAI's API. */
    private static final int MOST = 10_000;

    private static final int MOST_RESULTS = 100;

    private final Datasets datasets;
    private final Downloads downloads;
    private final ResultFiles results;
    private final Received received;
    private final Identity identity;
    private final CurrentVertxRequest current;

    FileResource(
            Datasets datasets,
            Downloads downloads,
            ResultFiles results,
            Received received,
            Identity identity,
            CurrentVertxRequest current) {
        this.datasets = datasets;
        this.downloads = downloads;
        this.results = results;
        this.received = received;
        this.identity = identity;
        this.current = current;
    }

    @GET
    public Uni<FileList> list(
            @RestQuery @Nullable String purpose,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String order) {
        int most = Page.ofFile(limit, null, MOST).limit();
        boolean oldestFirst = isOldestFirst(order);
        return purpose != null && Purpose.isResults(purpose)
                ? results(after, Math.min(most, MOST_RESULTS), oldestFirst)
                : datasets.following(identity.account(), after, most + 1, oldestFirst)
                        .map(found ->
                                FileList.of(found.stream().map(FileView::of).toList(), most));
    }

    private Uni<FileList> results(@Nullable String after, int most, boolean oldestFirst) {
        if (oldestFirst) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "order must be desc for results", "order");
        }
        return results.following(identity.account(), after, most + 1)
                .map(found -> FileList.of(found.stream().map(FileView::of).toList(), most));
    }

    private static boolean isOldestFirst(@Nullable String order) {
        return switch (order) {
            case null -> false;
            case "desc" -> false;
            case "asc" -> true;
            default ->
                throw new ProblemException(CommonProblem.INVALID_REQUEST, "order must be one of asc, desc", "order");
        };
    }

    @POST
    @WithFile
    @Idempotent
    @Audited("file.create")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<FileView> create() {
        ReceivedForm form = received.form().require("file", Set.of("purpose"));
        Purpose.require(form.text("purpose"));
        NewDataset wanted = named(form.filename());
        return datasets.create(writer(), wanted, IncomingContent.of(form.filename(), form.artifact()))
                .map(FileView::of);
    }

    /** What its ending does not tell is JSONL, which is all that OpenAI's clients send. */
    static NewDataset named(String filename) {
        String name =
                filename.length() > NewDataset.LONGEST_NAME ? filename.substring(0, NewDataset.LONGEST_NAME) : filename;
        return new NewDataset(name, null, FileFormat.ofFile(filename).orElse(FileFormat.JSONL));
    }

    @GET
    @Path("/{id}")
    public Uni<FileView> get(@RestPath String id) {
        return ResultFile.isOne(id)
                ? results.get(identity.account(), id).map(FileView::of)
                : found(id).map(FileView::of);
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}/content")
    public Response content(@RestPath String id) {
        if (ResultFile.isOne(id)) {
            ResultFile file = Blocking.await(() -> results.get(identity.account(), id));
            return Response.ok(file.bytes(), "text/csv")
                    .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(file.filename()))
                    .build();
        }
        return downloads.of(
                Blocking.await(() -> found(id)), current.getCurrent().request().getHeader("Range"));
    }

    record Deleted(String id, String object, boolean deleted) {}

    @DELETE
    @Audited("file.delete")
    @Path("/{id}")
    public Uni<Deleted> delete(@RestPath String id) {
        if (ResultFile.isOne(id)) {
            return results.get(writer(), id).map(file -> {
                throw new ProblemException(FinetuneProblem.DATASET_IN_USE, "The results stay with their job", "id");
            });
        }
        return datasets.delete(writer(), id, FinetuneProblem.FILE_NOT_FOUND).map(gone -> new Deleted(id, "file", true));
    }

    private Uni<Dataset> found(String id) {
        return datasets.get(identity.account(), id, FinetuneProblem.FILE_NOT_FOUND);
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not change files");
        }
        return identity.account();
    }
}
