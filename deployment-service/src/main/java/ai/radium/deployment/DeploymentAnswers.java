package ai.radium.deployment;

import ai.radium.deployment.catalogue.Models;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.Placement;
import ai.radium.kit.life.OffLoop;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Answers calls that are about one deployment. */
@ApplicationScoped
class DeploymentAnswers {
    private final DeploymentStore store;
    private final DeploymentViews views;
    private final Models models;
    private final Placements placements;
    private final ModelRuntime runtime;
    private final Install install;

    DeploymentAnswers(
            DeploymentStore store,
            DeploymentViews views,
            Models models,
            Placements placements,
            ModelRuntime runtime,
            Install install) {
        this.store = store;
        this.views = views;
        this.models = models;
        this.placements = placements;
        this.runtime = runtime;
        this.install = install;
    }

    Uni<DeploymentAnswer> of(Mutiny.Session session, Deployment deployment) {
        return views.details(session, deployment).map(view -> new DeploymentAnswer(view, install.warnings(deployment)));
    }

    /** Of what was just changed. Ask before the reconciler is woken: the room for one more replica is as it was. */
    Uni<DeploymentAnswer> ofChanged(Deployment changed) {
        Uni<DeploymentAnswer> answer = store.read(session -> of(session, changed));
        return changed.replacesItsOnlyReplica()
                ? answer.chain(plain -> store.read(session -> models.byIds(session, List.of(changed.servedModel())))
                        .map(known -> placements.of(changed, known.get(changed.servedModel())))
                        .chain(placement -> OffLoop.call(() -> withRoom(plain, placement)))) // it looks into files
                : answer;
    }

    private DeploymentAnswer withRoom(DeploymentAnswer plain, @Nullable Placement placement) {
        return placement == null ? plain : plain.withReplacement(runtime.room(placement));
    }
}
