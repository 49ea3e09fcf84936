package ai.radium.finetune.job;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.dataset.Datasets;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Which jobs and models a dataset went into. */
@Path("/datasets/{id}/models")
class DatasetModelsResource {
    private final Jobs jobs;
    private final Datasets datasets;
    private final Identity identity;

    DatasetModelsResource(Jobs jobs, Datasets datasets, Identity identity) {
        this.jobs = jobs;
        this.datasets = datasets;
        this.identity = identity;
    }

    @GET
    public Uni<Reply<List<Used>>> list(
            @RestPath String id, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        String account = identity.account();
        return datasets.get(account, id, FinetuneProblem.DATASET_NOT_FOUND)
                .chain(dataset -> jobs.ofDataset(account, dataset.id())
                        .map(all -> Reply.list(
                                all.stream()
                                        .skip(page.offset())
                                        .limit(page.limit())
                                        .map(job -> Used.of(job, dataset.id()))
                                        .toList(),
                                null,
                                page,
                                all.size())));
    }

    /**
     * One use.
     *
     * @param version of the dataset
     * @param as training or validation
     * @param fineTunedModel null unless the job has made one
     */
    record Used(
            int version,
            @Nullable String sha256,
            String as,
            String jobId,
            String name,
            String status,
            String baseModel,
            @Nullable String fineTunedModel,
            Instant createdAt) {
        static Used of(Job job, String datasetId) {
            boolean isTraining = job.training().datasetId().equals(datasetId);
            Source source = isTraining || job.validation() == null ? job.training() : job.validation();
            return new Used(
                    source.number(),
                    source.sha256(),
                    isTraining ? "training" : "validation",
                    job.id(),
                    job.name(),
                    JobFilter.word(job.state().status()),
                    job.base().model(),
                    job.model(),
                    job.createdAt());
        }
    }
}
