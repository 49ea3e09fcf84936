package ai.radium.model;

import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Stores a model, tells of it and counts it. Nothing else does. */
@ApplicationScoped
class Publication {
    static final String HIDDEN = "hidden";
    static final String DELETED = "deleted";

    private static final String PUBLISHED = "published";

    private final ModelStore store;
    private final Outbox outbox;
    private final StateChanges changes;
    private final InstantSource clock;

    Publication(ModelStore store, Outbox outbox, StateChanges changes, InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.changes = changes;
        this.clock = clock;
    }

    /** Nothing happens when the model is stored like this already; another price is one from now on. */
    Uni<Void> put(Mutiny.Session session, Model wanted) {
        return store.row(session, wanted.id()).chain(row -> {
            Model model = row == null ? wanted : wanted.continuing(store.model(row), clock.instant());
            return row != null && store.model(row).equals(model)
                    ? Uni.createFrom().voidItem()
                    : save(session, row, model, model.active() ? PUBLISHED : HIDDEN);
        });
    }

    /** @param to the state that the model comes into */
    Uni<Void> save(Mutiny.Session session, @Nullable ModelRow row, Model model, String to) {
        return store.save(session, row, model)
                .chain(version -> outbox.append(session, model.changed(version)))
                .invoke(() -> changes.happened("model", model.id(), to))
                .replaceWithVoid();
    }
}
