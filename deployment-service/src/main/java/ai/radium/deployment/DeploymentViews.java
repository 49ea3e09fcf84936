package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.catalogue.Models;
import ai.radium.deployment.usage.Activities;
import ai.radium.deployment.usage.Activity;
import ai.radium.kit.money.Money;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Puts a deployment together with its model and with what it did. */
@ApplicationScoped
class DeploymentViews {
    private static final int LINES = 50;

    private final Models models;
    private final Activities activities;
    private final DeploymentHistory history;
    private final Accelerators accelerators;
    private final Install install;
    private final InstantSource clock;

    DeploymentViews(
            Models models,
            Activities activities,
            DeploymentHistory history,
            Accelerators accelerators,
            Install install,
            InstantSource clock) {
        this.models = models;
        this.activities = activities;
        this.history = history;
        this.accelerators = accelerators;
        this.install = install;
        this.clock = clock;
    }

    Uni<List<DeploymentView>> of(Mutiny.Session session, List<Deployment> deployments) {
        List<String> ids = deployments.stream().map(Deployment::id).toList();
        List<String> modelIds =
                deployments.stream().map(Deployment::modelId).distinct().toList();
        return models.byIds(session, modelIds)
                .chain(known -> activities
                        .ever(session, ids)
                        .map(done -> deployments.stream()
                                .map(deployment -> view(deployment, known, done))
                                .toList()));
    }

    Uni<DeploymentView> details(Mutiny.Session session, Deployment deployment) {
        List<String> id = List.of(deployment.id());
        return of(session, List.of(deployment))
                .chain(views -> history.latest(session, deployment.id(), LINES)
                        .chain(lines -> activities
                                .since(session, id, clock.instant().minus(Duration.ofHours(24)))
                                .map(day -> views.getFirst()
                                        .with(
                                                lines.stream()
                                                        .map(LogLineView::of)
                                                        .toList(),
                                                metrics(day.getOrDefault(deployment.id(), Activity.NONE))))));
    }

    static DeploymentView.Metrics metrics(Activity day) {
        return new DeploymentView.Metrics(DeploymentView.LastDay.of(day));
    }

    private DeploymentView view(Deployment deployment, Map<String, ModelChanged> known, Map<String, Activity> done) {
        return DeploymentView.of(
                deployment,
                known.get(deployment.modelId()),
                done.getOrDefault(deployment.id(), Activity.NONE),
                price(deployment.spec()),
                install);
    }

    private DeploymentView.HourlyPrice price(DeploymentSpec spec) {
        return DeploymentView.HourlyPrice.of(
                hour(spec, spec.replicas().min()), hour(spec, spec.replicas().max()));
    }

    private Money hour(DeploymentSpec spec, int replicas) {
        return accelerators.hourlyPrice(spec.acceleratorType(), spec.acceleratorCount() * replicas);
    }
}
