package ai.radium.model;

import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.LogLine;
import ai.radium.kit.telemetry.StateChanges;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The models of this install. */
@ApplicationScoped
class Catalogue {
    private static final Logger LOG = Logger.getLogger(Catalogue.class);

    private final CatalogueFile file;
    private final ModelStore store;
    private final Outbox outbox;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;
    private final StateChanges changes;

    Catalogue(
            CatalogueFile file,
            ModelStore store,
            Outbox outbox,
            Mutiny.SessionFactory sessions,
            InstantSource clock,
            StateChanges changes) {
        this.file = file;
        this.store = store;
        this.outbox = outbox;
        this.sessions = sessions;
        this.clock = clock;
        this.changes = changes;
    }

    /** Brings the database to what the file says; models that the file no longer names are kept but hidden. */
    void load(@Observes StartupEvent ignored) {
        List<Model> models = file.models();
        for (Model model : models) {
            Blocking.await(() -> sessions.withTransaction(session -> put(session, model)));
        }
        Blocking.await(() -> sessions.withTransaction(session -> hideAllBut(session, models)));
        LogLine.to(LOG).with("models", models.size()).info("catalogue loaded");
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

    private Uni<Void> put(Mutiny.Session session, Model wanted) {
        return store.row(session, wanted.id()).chain(row -> {
            Model model = row == null ? wanted : wanted.continuing(store.model(row), clock.instant());
            return row != null && store.model(row).equals(model)
                    ? Uni.createFrom().voidItem()
                    : save(session, row, model);
        });
    }

    private Uni<Void> hideAllBut(Mutiny.Session session, List<Model> models) {
        return store.activeBut(session, models.stream().map(Model::id).toList())
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(
                        row -> save(session, row, store.model(row).hidden()))
                .collect()
                .last();
    }

    private Uni<Void> save(Mutiny.Session session, @Nullable ModelRow row, Model model) {
        return store.save(session, row, model)
                .chain(version -> outbox.append(session, model.changed(version)))
                .invoke(() -> changes.happened("model", model.id(), model.active() ? "published" : "hidden"))
                .replaceWithVoid();
    }
}
