package ai.radium.finetune.dataset;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.upload.Received;
import ai.radium.finetune.upload.ReceivedForm;
import ai.radium.finetune.upload.WithFile;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.life.OffLoop;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Datasets over HTTP. An id may be either of the two that a dataset has. */
@Path("/datasets")
class DatasetResource {
    private final Datasets datasets;
    private final Downloads downloads;
    private final ArtifactStore store;
    private final Received received;
    private final Identity identity;
    private final CurrentVertxRequest current;

    DatasetResource(
            Datasets datasets,
            Downloads downloads,
            ArtifactStore store,
            Received received,
            Identity identity,
            CurrentVertxRequest current) {
        this.datasets = datasets;
        this.downloads = downloads;
        this.store = store;
        this.received = received;
        this.identity = identity;
        this.current = current;
    }

    @GET
    public Uni<Reply<List<DatasetView>>> list(
            @RestQuery @Nullable String status,
            @RestQuery @Nullable String format,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        DatasetFilter filter = DatasetFilter.of(status, format);
        return datasets.list(identity.account(), filter, page)
                .map(found -> Reply.list(
                        found.datasets().stream().map(DatasetView::ofList).toList(),
                        filter.shown(),
                        page,
                        found.total()));
    }

    /** The content comes later, by {@link #addVersion}. */
    @POST
    @Idempotent
    @Audited("dataset.create")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Uni<Reply<DatasetView>> create(@Nullable CreateDataset body) {
        return datasets.create(writer(), Require.body(body).wanted(), null)
                .map(made -> Reply.of(
                        DatasetView.of(made),
                        "Dataset created: POST its file to /datasets/" + made.id() + "/versions"));
    }

    @POST
    @WithFile
    @Idempotent
    @Audited("dataset.create")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @ResponseStatus(201)
    public Uni<Reply<DatasetView>> createWithFile() {
        ReceivedForm form = received.form().require("file", Set.of("name", "format", "description"));
        NewDataset wanted =
                NewDataset.ofForm(form.text("name"), form.text("description"), form.text("format"), form.filename());
        return datasets.create(writer(), wanted, IncomingContent.of(form.filename(), form.artifact()))
                .map(made -> Reply.of(DatasetView.of(made), "Dataset created"));
    }

    @GET
    @Path("/{id}")
    public Uni<Reply<DatasetView>> get(@RestPath String id) {
        return latest(id).map(found -> Reply.of(DatasetView.of(found)));
    }

    @DELETE
    @Audited("dataset.delete")
    @Path("/{id}")
    public Uni<Reply<Void>> delete(@RestPath String id) {
        return datasets.delete(writer(), id, FinetuneProblem.DATASET_NOT_FOUND)
                .map(deleted -> Reply.message("Dataset deleted"));
    }

    @GET
    @Path("/{id}/versions")
    public Uni<Reply<List<DatasetView>>> versions(
            @RestPath String id, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return datasets.versions(identity.account(), id)
                .map(all -> Reply.list(
                        all.stream()
                                .skip(page.offset())
                                .limit(page.limit())
                                .map(DatasetView::ofList)
                                .toList(),
                        null,
                        page,
                        all.size()));
    }

    @POST
    @WithFile
    @Idempotent
    @Audited("dataset.add_version")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Path("/{id}/versions")
    @ResponseStatus(201)
    public Uni<Reply<DatasetView>> addVersion(@RestPath String id) {
        ReceivedForm form = received.form().require("file", Set.of());
        return datasets.add(writer(), id, IncomingContent.of(form.filename(), form.artifact()))
                .map(made -> Reply.of(DatasetView.of(made), "Version added"));
    }

    @GET
    @Path("/{id}/versions/{number}")
    public Uni<Reply<DatasetView>> version(@RestPath String id, @RestPath String number) {
        return datasets.version(identity.account(), id, VersionNumbers.ofPath(number))
                .map(found -> Reply.of(DatasetView.of(found)));
    }

    @GET
    @Path("/{id}/preview")
    public Uni<Reply<List<PreviewItem>>> preview(
            @RestPath String id,
            @RestQuery @Nullable String version,
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return shown(id, version).chain(dataset -> {
            Content content = Downloads.withContent(dataset).content();
            return OffLoop.call(() -> Preview.read(dataset, content, store, page, search))
                    .map(found -> reply(found, dataset, page, search));
        });
    }

    private static Reply<List<PreviewItem>> reply(Preview found, Dataset dataset, Page page, @Nullable String search) {
        boolean all = search == null || search.isEmpty();
        long known = all
                ? dataset.findings().map(findings -> findings.exampleCount()).orElse(0L)
                : 0;
        return Reply.list(found.items(), Map.of("search", all ? "" : search), page, Math.max(known, found.matching()))
                .withSummary(new Summary(found.readExamples(), found.complete()));
    }

    /** @param complete false when the pagination's total counts only what was read in the time there is */
    record Summary(long readExamples, boolean complete) {}

    @GET
    @RunOnVirtualThread
    @Path("/{id}/content")
    public Response content(@RestPath String id, @RestQuery @Nullable String version) {
        return downloads.of(
                Blocking.await(() -> shown(id, version)),
                current.getCurrent().request().getHeader("Range"));
    }

    private Uni<Dataset> latest(String id) {
        return datasets.get(identity.account(), id, FinetuneProblem.DATASET_NOT_FOUND);
    }

    private Uni<Dataset> shown(String id, @Nullable String version) {
        return version == null ? latest(id) : datasets.version(identity.account(), id, VersionNumbers.ofQuery(version));
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not change datasets");
        }
        return identity.account();
    }
}
