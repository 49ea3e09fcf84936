package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentStatus;
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

    private final Deployments deployments;
    private final Identity identity;

    DeploymentResource(Deployments deployments, Identity identity) {
        this.deployments = deployments;
        this.identity = identity;
    }

    @GET
    public Uni<Reply<List<DeploymentView>>> list(
            @RestQuery @Nullable String status, @RestQuery @Nullable String limit, @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return deployments
                .list(identity.account(), filter(status), page)
                .map(found -> Reply.list(
                        found.deployments(), Map.of("status", status == null ? "all" : status), page, found.total()));
    }

    @POST
    @ResponseStatus(201)
    public Uni<Reply<DeploymentView>> create(@Nullable CreateDeployment body) {
        return deployments.create(writer(), Require.body(body)).map(view -> Reply.of(view, "Deployment created"));
    }

    @GET
    @Path("/{id}")
    public Uni<Reply<DeploymentView>> get(@RestPath String id) {
        return deployments.get(identity.account(), id).map(Reply::of);
    }

    @PUT
    @Path("/{id}")
    public Uni<Reply<DeploymentView>> update(@RestPath String id, @Nullable UpdateDeployment body) {
        return deployments.update(writer(), id, Require.body(body)).map(view -> Reply.of(view, "Deployment updated"));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Reply<Void>> delete(@RestPath String id) {
        return deployments.delete(writer(), id).map(view -> Reply.message("Deployment deleted"));
    }

    @POST
    @Path("/{id}/start")
    public Uni<Reply<DeploymentView>> start(@RestPath String id) {
        return deployments.start(writer(), id).map(view -> Reply.of(view, "Deployment started"));
    }

    @POST
    @Path("/{id}/stop")
    public Uni<Reply<DeploymentView>> stop(@RestPath String id) {
        return deployments.stop(writer(), id).map(view -> Reply.of(view, "Deployment stopped"));
    }

    @POST
    @Path("/{id}/restart")
    public Uni<Reply<DeploymentView>> restart(@RestPath String id) {
        return deployments.restart(writer(), id).map(view -> Reply.of(view, "Deployment restarted"));
    }

    @GET
    @Path("/{id}/logs")
    public Uni<Reply<List<DeploymentView.LogLine>>> logs(@RestPath String id) {
        return deployments.get(identity.account(), id).map(view -> Reply.of(Objects.requireNonNull(view.logs())));
    }

    @GET
    @Path("/{id}/metrics")
    public Uni<Reply<DeploymentView.Metrics>> metrics(@RestPath String id) {
        return deployments.get(identity.account(), id).map(view -> Reply.of(Objects.requireNonNull(view.metrics())));
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not change deployments");
        }
        return identity.account();
    }

    private static @Nullable DeploymentStatus filter(@Nullable String status) {
        if (status == null || status.equals("all")) {
            return null;
        }
        return VISIBLE.stream()
                .filter(visible -> visible.name().toLowerCase(Locale.ROOT).equals(status))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        "status must be one of pending, deploying, active, failed, stopped, all",
                        "status"));
    }
}
