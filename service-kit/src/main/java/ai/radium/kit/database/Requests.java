package ai.radium.kit.database;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;

/** Tells work for a caller who waits from work in the background. */
@ApplicationScoped
class Requests {
    private static final String MARK = "radium.request";

    /** Before any handler that works with the database. */
    private static final int EARLY = -900;

    void mark(@Observes Router router) {
        router.route().order(EARLY).handler(context -> {
            Objects.requireNonNull(Vertx.currentContext(), "a request runs on a Vert.x context")
                    .putLocal(MARK, true);
            context.next();
        });
    }

    /** Whether the work at hand belongs to an HTTP request. */
    static boolean isOne() {
        Context context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context) && context.getLocal(MARK) != null;
    }
}
