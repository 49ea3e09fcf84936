package ai.radium.kit.database;

import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
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

    /** Whose the work at hand is. A request that nobody proved to be of an account is of one without a name. */
    static Holder ofWorkAtHand() {
        Context context = Vertx.currentContext();
        if (context == null || !VertxContext.isDuplicatedContext(context) || context.getLocal(MARK) == null) {
            return Holder.BACKGROUND;
        }
        return Identity.ofWorkAtHand()
                .map(caller -> caller.role() == Role.GATEWAY ? Holder.GATEWAY : Holder.account(caller.account()))
                .orElse(Holder.account(""));
    }
}
