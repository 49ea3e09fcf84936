package ai.radium.finetune.estimate;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.catalogue.BaseModels;
import ai.radium.finetune.dataset.Datasets;
import ai.radium.kit.audit.AuditTrail;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.life.OffLoop;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What a run would take, over HTTP. Changes nothing. */
@Path("/fine-tuning/estimate")
class EstimateResource {
    private final BaseModels models;
    private final Datasets datasets;
    private final Counting counting;
    private final Mutiny.SessionFactory sessions;
    private final Identity identity;

    EstimateResource(
            BaseModels models,
            Datasets datasets,
            Counting counting,
            Mutiny.SessionFactory sessions,
            Identity identity) {
        this.models = models;
        this.datasets = datasets;
        this.counting = counting;
        this.sessions = sessions;
        this.identity = identity;
    }

    @POST
    @Idempotent
    @Audited("fine_tuning.estimate")
    public Uni<Reply<EstimateView>> estimate(@Nullable EstimateWanted body) {
        EstimateWanted wanted = Require.body(body);
        String model = Require.text(wanted.baseModel(), "baseModel");
        String dataset = Require.text(wanted.datasetId(), "datasetId");
        String account = identity.account();
        return sessions.withSession(session -> models.require(session, account, model, "baseModel"))
                .chain(base -> datasets.get(account, dataset, FinetuneProblem.DATASET_NOT_FOUND, "datasetId")
                        .map(found -> new Inputs(
                                base.id(),
                                base.weights(),
                                base.price(),
                                Sources.lines(found, "datasetId"),
                                Optional.empty(),
                                configuration(wanted).complete(base.contextTokens(), base.earlierRank(), false))))
                .chain(inputs -> OffLoop.call(() -> view(account, inputs)))
                .invoke(() -> AuditTrail.nothingChanged())
                .map(Reply::of);
    }

    private static WantedConfiguration configuration(EstimateWanted wanted) {
        return Objects.requireNonNullElse(wanted.configuration(), WantedConfiguration.DEFAULT);
    }

    private EstimateView view(String account, Inputs inputs) {
        try {
            return EstimateView.of(counting.judged(account, inputs), inputs.price());
        } catch (CannotTrain e) {
            return EstimateView.impossible(e.refusal(), inputs.price());
        }
    }
}
