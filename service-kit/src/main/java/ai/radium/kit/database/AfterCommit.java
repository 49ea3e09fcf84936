package ai.radium.kit.database;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** What is to happen once a change is committed, where the transaction may be that of work around it. */
public final class AfterCommit {
    private static final String LATER = "radium.after-commit";

    private AfterCommit() {}

    /** Now, or after the transaction of {@link #whole} around the work at hand; not at all when that one fails. */
    public static void run(Runnable action) {
        Context context = Vertx.currentContext();
        List<Runnable> later =
                context != null && VertxContext.isDuplicatedContext(context) ? context.getLocal(LATER) : null;
        if (later == null) {
            action.run();
        } else {
            later.add(action);
        }
    }

    /** Work in one transaction with all the work inside of it, whoever begins that. */
    public static <T> Uni<T> whole(Mutiny.SessionFactory sessions, Function<Mutiny.Session, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context context = Objects.requireNonNull(Vertx.currentContext(), "a request runs on a Vert.x context");
            if (context.getLocal(LATER) != null) {
                return sessions.withTransaction(work); // that of the work around it
            }
            List<Runnable> later = new ArrayList<>();
            context.putLocal(LATER, later);
            return sessions.withTransaction(work)
                    .onTermination()
                    .invoke(() -> context.removeLocal(LATER))
                    .invoke(() -> later.forEach(Runnable::run));
        });
    }
}
