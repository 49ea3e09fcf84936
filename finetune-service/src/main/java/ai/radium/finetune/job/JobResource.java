package ai.radium.finetune.job;

import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Fine-tuning jobs over HTTP. An id may be either of the two that a job has. */
@Path("/fine-tuning")
class JobResource {
    private final Jobs jobs;
    private final Adapters adapters;
    private final Identity identity;
    private final InstantSource clock;

    JobResource(Jobs jobs, Adapters adapters, Identity identity, InstantSource clock) {
        this.jobs = jobs;
        this.adapters = adapters;
        this.identity = identity;
        this.clock = clock;
    }

    @GET
    public Uni<Reply<List<JobView>>> list(
            @RestQuery @Nullable String status, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        JobFilter filter = JobFilter.of(status);
        return jobs.list(identity.account(), filter, page)
                .map(found -> Reply.list(
                        found.jobs().stream().map(this::view).toList(), filter.shown(), page, found.total()));
    }

    @POST
    @Idempotent
    @Audited("fine_tuning.create")
    @ResponseStatus(201)
    public Uni<Reply<JobView>> create(@Nullable CreateJob body) {
        writer();
        NewJob wanted = Require.body(body).wanted();
        return jobs.create(identity.payingAccount(), wanted)
                .map(made -> Reply.of(view(made), "Fine-tuning job created"));
    }

    @GET
    @Path("/{id}")
    public Uni<Reply<JobView>> get(@RestPath String id) {
        return jobs.get(identity.account(), id).map(found -> Reply.of(view(found)));
    }

    /** The body of a call that needs none. */
    record Nothing() {}

    @POST
    @Idempotent
    @Audited("fine_tuning.cancel")
    @Path("/{id}/cancel")
    public Uni<Reply<JobView>> cancel(@RestPath String id, @Nullable Nothing body) {
        return jobs.cancel(writer(), id).map(ended -> Reply.of(view(ended), "Fine-tuning job cancelled"));
    }

    @GET
    @Path("/{id}/events")
    public Uni<Reply<List<JobEvent>>> events(
            @RestPath String id, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return jobs.events(identity.account(), id, page).map(found -> reply(found, page));
    }

    @GET
    @Path("/{id}/metrics")
    public Uni<Reply<List<JobMetric>>> metrics(
            @RestPath String id, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return jobs.metrics(identity.account(), id, page).map(found -> reply(found, page));
    }

    @GET
    @Path("/{id}/checkpoints")
    public Uni<Reply<List<JobCheckpoint>>> checkpoints(
            @RestPath String id, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return jobs.checkpoints(identity.account(), id, page).map(found -> reply(found, page));
    }

    private static <T> Reply<List<T>> reply(JobLog.Slice<T> found, Page page) {
        return Reply.list(found.items(), null, page, found.total());
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}/adapter")
    public Response adapter(@RestPath String id, @RestQuery @Nullable String format) {
        Adapters.Format wanted = Adapters.Format.of(format);
        String account = identity.account();
        return adapters.of(Blocking.await(() -> jobs.get(account, id)), wanted);
    }

    private JobView view(Job job) {
        return JobView.of(job, clock.instant());
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not change fine-tuning jobs");
        }
        return identity.account();
    }
}
