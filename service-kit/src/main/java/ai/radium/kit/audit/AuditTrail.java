package ai.radium.kit.audit;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** What the work of an {@link Audited} call says of itself. */
public final class AuditTrail {
    private static final String NOTHING = "radium.audit.nothing-changed";

    private AuditTrail() {}

    /** The call at hand is answered well and changed nothing, as when it is sent again: it leaves no row. */
    public static void nothingChanged() {
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(NOTHING, true);
        }
    }

    static boolean isChanged() {
        Context context = Vertx.currentContext();
        return context == null || !VertxContext.isDuplicatedContext(context) || context.getLocal(NOTHING) == null;
    }
}
