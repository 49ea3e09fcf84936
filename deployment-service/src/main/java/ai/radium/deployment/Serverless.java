package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.catalogue.Models;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The deployments that every account may call; the platform's own account has one per configured model. */
@ApplicationScoped
public class Serverless {
    private static final Logger LOG = Logger.getLogger(Serverless.class);
    private static final String PLATFORM = "acct_platform";

    private final DeploymentStore store;
    private final Models models;
    private final Accelerators accelerators;
    private final List<String> wanted;
    private final InstantSource clock;

    Serverless(
            DeploymentStore store,
            Models models,
            Accelerators accelerators,
            DeploymentConfig config,
            InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.models = models;
        this.accelerators = accelerators;
        wanted = config.serverless().orElse(List.of());
    }

    /** Makes what is missing as soon as the catalogue knows the model, and deletes what is no longer configured. */
    public void ensure() {
        List<Deployment> existing = Blocking.await(() -> store.read(store::serverless));
        Set<String> served = existing.stream().map(Deployment::modelId).collect(Collectors.toSet());
        Map<String, ModelChanged> known = Blocking.await(() -> store.read(session -> models.byIds(session, wanted)));
        wanted.stream()
                .filter(model -> !served.contains(model))
                .flatMap(model -> Stream.ofNullable(known.get(model)))
                .filter(model -> model.fineTuned() == null)
                .forEach(this::create);
        existing.stream()
                .filter(deployment -> !wanted.contains(deployment.modelId()))
                .forEach(this::delete);
    }

    private void create(ModelChanged model) {
        try {
            DeploymentSpec spec = Configuration.DEFAULT.toSpec(model, accelerators);
            Origin origin = new Origin(Ids.next("dep"), PLATFORM, true, clock.instant());
            Deployment deployment = Deployment.create(origin, model.id(), model, spec);
            Blocking.await(() -> store.commit(CrashPoint.CREATE_COMMIT, session -> store.insert(session, deployment)));
        } catch (ProblemException refusal) {
            LOG.warnf("model %s cannot be served to everyone: %s", model.id(), refusal.detail());
        }
    }

    private void delete(Deployment deployment) {
        Blocking.await(() -> store.commit(
                CrashPoint.DELETE_COMMIT,
                session -> store.change(
                        session,
                        PLATFORM,
                        deployment.id(),
                        current -> Uni.createFrom().item(current.deleted(clock.instant())))));
    }
}
