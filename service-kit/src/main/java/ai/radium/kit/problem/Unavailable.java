package ai.radium.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a part that is down, where trying again helps, from a failure that comes back each time. */
public final class Unavailable {
    private Unavailable() {}

    /** Whether somewhere below this failure a connection or a deadline was lost. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException) {
                return false; // an IOException too, though the bytes are at fault and will stay so
            }
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof io.smallrye.mutiny.TimeoutException
                    || cause instanceof SQLTransientException
                    || isLostConnection(cause)) {
                return true;
            }
        }
        return false;
    }

    /**
     * PostgreSQL's reactive client and its pool report lost connections and vain waits by Vert.x's exceptions, and the
     * server's refusals by SQLSTATE (PostgreSQL manual, appendix A): class 08 connection, 25P transaction ended, 40
     * serialization, 53 resources, 55P03 and 57014 waited too long, 57P shutdown.
     */
    private static boolean isLostConnection(Throwable cause) {
        if (cause instanceof DatabaseException refused) {
            return isPassing(refused.getSqlState());
        }
        if (cause instanceof SQLException refused) { // so Hibernate hands on what the client reports
            return isPassing(refused.getSQLState());
        }
        return cause instanceof VertxException || cause instanceof NoStackTraceThrowable;
    }

    private static boolean isPassing(@Nullable String sqlState) {
        return sqlState != null && sqlState.matches("(08|25P|40|53|57P).*|55P03|57014");
    }
}
