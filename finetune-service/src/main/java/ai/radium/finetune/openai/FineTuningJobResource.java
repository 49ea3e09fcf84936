package ai.radium.finetune.openai;

import ai.radium.finetune.job.Job;
import ai.radium.finetune.job.Jobs;
import ai.radium.finetune.job.NewJob;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.InstantSource;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Fine-tuning jobs over HTTP, in OpenAI's shape. An id may be either of the two that a job has. */
@Path("/fine_tuning/jobs")
class FineTuningJobResource {
    private static final int MOST = 100;

    /** As in OpenAI's API, unless the client says how many. */
    private static final String JOBS = "20";

    private static final String CHECKPOINTS = "10";

    private final Jobs jobs;
    private final Identity identity;
    private final InstantSource clock;

    FineTuningJobResource(Jobs jobs, Identity identity, InstantSource clock) {
        this.jobs = jobs;
        this.identity = identity;
        this.clock = clock;
    }

    @POST
    @Idempotent
    @Audited("fine_tuning.create")
    public Uni<FineTuningJobView> create(@Nullable CreateFineTuningJob body) {
        writer();
        NewJob wanted = Require.body(body).wanted();
        return jobs.create(identity.payingAccount(), wanted).map(this::view);
    }

    @GET
    public Uni<OpenAiList<FineTuningJobView>> list(
            @RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
        int most = limit(limit, JOBS);
        return jobs.following(identity.account(), after, most + 1)
                .map(found -> OpenAiList.of(found, most, this::view, FineTuningJobView::id));
    }

    private static int limit(@Nullable String limit, String otherwise) {
        return Page.ofFile(limit == null ? otherwise : limit, null, MOST).limit();
    }

    @GET
    @Path("/{id}")
    public Uni<FineTuningJobView> get(@RestPath String id) {
        return jobs.get(identity.account(), id).map(this::view);
    }

    /** The body of a call that needs none. */
    record Nothing() {}

    @POST
    @Idempotent
    @Audited("fine_tuning.cancel")
    @Path("/{id}/cancel")
    public Uni<FineTuningJobView> cancel(@RestPath String id, @Nullable Nothing body) {
        return jobs.cancel(writer(), id).map(this::view);
    }

    @GET
    @Path("/{id}/events")
    public Uni<OpenAiList<EventView>> events(
            @RestPath String id, @RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
        int most = limit(limit, JOBS);
        return jobs.eventsBefore(identity.account(), id, after, most + 1)
                .map(found -> OpenAiList.of(found, most, EventView::of, EventView::id));
    }

    @GET
    @Path("/{id}/checkpoints")
    public Uni<OpenAiList<CheckpointView>> checkpoints(
            @RestPath String id, @RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
        int most = limit(limit, CHECKPOINTS);
        String account = identity.account();
        return jobs.get(account, id)
                .chain(job -> jobs.checkpointsBefore(account, id, after, most + 1)
                        .map(found ->
                                OpenAiList.of(found, most, one -> CheckpointView.of(job, one), CheckpointView::id)));
    }

    private FineTuningJobView view(Job job) {
        return FineTuningJobView.of(job, clock.instant());
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not change fine-tuning jobs");
        }
        return identity.account();
    }
}
