package ai.radium.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.sql.SQLTransientException;
import java.util.concurrent.TimeoutException;

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
                    || cause instanceof SQLTransientException
                    || isLostConnection(cause)) {
                return true;
            }
        }
        return false;
    }

    /**
     * PostgreSQL's reactive client reports a lost connection by a class of its own, and the server's refusals by
     * SQLSTATE (class 08 connection, 53 resources, 57P shutdown, 40 serialization; PostgreSQL manual, appendix A).
     */
    private static boolean isLostConnection(Throwable cause) {
        String name = cause.getClass().getName();
        if (name.equals("io.vertx.core.http.HttpClosedException") || name.endsWith("ClosedConnectionException")) {
            return true;
        }
        return cause instanceof io.vertx.pgclient.PgException refused
                && refused.getSqlState() != null
                && refused.getSqlState().matches("(08|53|57P|40).*");
    }
}
