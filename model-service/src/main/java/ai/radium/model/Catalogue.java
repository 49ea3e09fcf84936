package ai.radium.model;

import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.LogLine;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** The models of this install, as its operator lists them and as an account sees them. */
@ApplicationScoped
class Catalogue {
    private static final Logger LOG = Logger.getLogger(Catalogue.class);

    private final CatalogueFile file;
    private final ModelStore store;
    private final Publication publication;
    private final FineTunedModels fineTunedModels;
    private final Mutiny.SessionFactory sessions;

    Catalogue(
            CatalogueFile file,
            ModelStore store,
            Publication publication,
            FineTunedModels fineTunedModels,
            Mutiny.SessionFactory sessions) {
        this.file = file;
        this.store = store;
        this.publication = publication;
        this.fineTunedModels = fineTunedModels;
        this.sessions = sessions;
    }

    /**
     * Brings the database to what the file says; models that the file no longer names are kept but hidden. What was made
     * of a model is as that model is now.
     */
    void load(@Observes StartupEvent ignored) {
        List<Model> models = file.models();
        for (Model model : models) {
            Blocking.await(() -> sessions.withTransaction(session ->
                    fineTunedModels.lockBase(session, model.id()).chain(() -> publication.put(session, model))));
        }
        Blocking.await(() -> sessions.withTransaction(session -> hideAllBut(session, models)));
        followBases();
        LogLine.to(LOG).with("models", models.size()).info("catalogue loaded");
    }

    private void followBases() {
        for (String made : Blocking.await(() -> sessions.withSession(fineTunedModels::ids))) {
            Blocking.await(() -> sessions.withTransaction(session -> fineTunedModels.follow(session, made)));
        }
    }

    Uni<ModelPage> list(ModelFilter filter, Page page, String account) {
        return sessions.withSession(session -> store.page(session, filter, page, account));
    }

    /** @throws ProblemException MODEL_NOT_FOUND for a name that is neither id nor alias of an active model */
    Uni<CountedModel> get(String name, String account) {
        return sessions.withSession(session -> store.find(session, name, account))
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(ModelProblem.MODEL_NOT_FOUND, "Model not found", "model"));
    }

    private Uni<Void> hideAllBut(Mutiny.Session session, List<Model> models) {
        return store.activeBut(session, models.stream().map(Model::id).toList())
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> fineTunedModels
                        .lockBase(session, row.id)
                        .chain(() ->
                                publication.save(session, row, store.model(row).hidden(), Publication.HIDDEN)))
                .collect()
                .last();
    }
}
