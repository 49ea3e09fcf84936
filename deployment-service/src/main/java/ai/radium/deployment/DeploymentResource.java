package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.deployment.runtime.LogLine;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Deployments over HTTP. */
@Path("/deployments")
class DeploymentResource {
    private static final List<DeploymentStatus> VISIBLE = List.of(
            DeploymentStatus.PENDING,
            DeploymentStatus.DEPLOYING,
            DeploymentStatus.ACTIVE,
            DeploymentStatus.FAILED,
            DeploymentStatus.STOPPED);

    /** Filters nothing. */
    private static final String ALL = "all";

    private final Deployments deployments;
    private final DeploymentLogs logs;
    private final Identity identity;

    DeploymentResource(Deployments deployments, DeploymentLogs logs, Identity identity) {
        this.deployments = deployments;
        this.logs = logs;
        this.identity = identity;
    }

    @GET
    public Uni<Reply<List<DeploymentView>>> list(
            @RestQuery @Nullable String status, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return deployments
                .list(identity.account(), filter(status), page)
                .map(found -> Reply.list(
                        found.deployments(), Map.of("status", status == null ? ALL : status), page, found.total()));
    }

    @POST
    @Idempotent
    @Audited("deployment.create")
    @ResponseStatus(201)
    public Uni<Reply<DeploymentView>> create(@Nullable CreateDeployment body) {
        writer();
        CreateDeployment wanted = Require.body(body);
        return deployments.create(identity.payingAccount(), wanted).map(answer -> answer.reply("Deployment created"));
    }

    @GET
    @Path("/{id}")
    public Uni<Reply<DeploymentView>> get(@RestPath String id) {
        return deployments.get(identity.account(), id).map(DeploymentAnswer::reply);
    }

    @PUT
    @Audited("deployment.update")
    @Path("/{id}")
    public Uni<Reply<DeploymentView>> update(@RestPath String id, @Nullable UpdateDeployment body) {
        writer();
        UpdateDeployment wanted = Require.body(body);
        String account = wanted.mayCost() ? identity.payingAccount() : identity.account();
        return deployments.update(account, id, wanted).map(answer -> answer.reply("Deployment updated"));
    }

    @DELETE
    @Audited("deployment.delete")
    @Path("/{id}")
    public Uni<Reply<Void>> delete(@RestPath String id) {
        return deployments.delete(writer(), id).map(deleted -> Reply.message("Deployment deleted"));
    }

    /** The body of a call that needs none: a member of it would be of no effect. */
    record Nothing() {}

    @POST
    @Idempotent
    @Audited("deployment.start")
    @Path("/{id}/start")
    public Uni<Reply<DeploymentView>> start(@RestPath String id, @Nullable Nothing body) {
        writer();
        return deployments.start(identity.payingAccount(), id).map(answer -> answer.reply("Deployment started"));
    }

    @POST
    @Idempotent
    @Audited("deployment.stop")
    @Path("/{id}/stop")
    public Uni<Reply<DeploymentView>> stop(@RestPath String id, @Nullable Nothing body) {
        return deployments.stop(writer(), id).map(answer -> answer.reply("Deployment stopped"));
    }

    @POST
    @Idempotent
    @Audited("deployment.restart")
    @Path("/{id}/restart")
    public Uni<Reply<DeploymentView>> restart(@RestPath String id, @Nullable Nothing body) {
        return deployments.restart(writer(), id).map(answer -> answer.reply("Deployment restarted"));
    }

    /** Another deployment of the same model and of the same configuration but for what the body says. */
    @POST
    @Idempotent
    @Audited("deployment.clone")
    @Path("/{id}/clone")
    @ResponseStatus(201)
    public Uni<Reply<DeploymentView>> copy(@RestPath String id, @Nullable CloneDeployment body) {
        writer();
        CloneDeployment wanted = Require.body(body);
        return deployments.copy(identity.payingAccount(), id, wanted).map(answer -> answer.reply("Deployment cloned"));
    }

    @GET
    @Path("/{id}/logs")
    public Uni<Reply<List<LogLineView>>> logs(
            @RestPath String id,
            @RestQuery @Nullable String level,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return logs.page(identity.account(), id, level(level), page)
                .map(found ->
                        Reply.list(found.lines(), Map.of("level", level == null ? ALL : level), page, found.total()));
    }

    @GET
    @Path("/{id}/metrics")
    public Uni<Reply<DeploymentView.Metrics>> metrics(@RestPath String id) {
        return deployments
                .get(identity.account(), id)
                .map(answer -> Reply.of(Objects.requireNonNull(answer.view().metrics())));
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not change deployments");
        }
        return identity.account();
    }

    private static @Nullable DeploymentStatus filter(@Nullable String status) {
        return choice("status", status, VISIBLE);
    }

    private static LogLine.@Nullable Level level(@Nullable String level) {
        return choice("level", level, List.of(LogLine.Level.values()));
    }

    /** One of the words, in lower case; null for all of them. */
    private static <E extends Enum<E>> @Nullable E choice(String name, @Nullable String asked, List<E> choices) {
        if (asked == null || asked.equals(ALL)) {
            return null;
        }
        return choices.stream()
                .filter(choice -> word(choice).equals(asked))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        name + " must be one of "
                                + choices.stream().map(DeploymentResource::word).collect(Collectors.joining(", "))
                                + ", " + ALL,
                        name));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
