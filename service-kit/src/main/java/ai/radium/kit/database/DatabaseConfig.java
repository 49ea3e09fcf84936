package ai.radium.kit.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the database is waited for, and how much of it one account may have. */
@ConfigMapping(prefix = "radium.database")
interface DatabaseConfig {
    /** Longest work of a request with the database; then its caller gets 503 and nothing of it is committed. Default 5 s. */
    @WithDefault("5S")
    Duration requestTimeout();

    /** Longest work of a consumer or another background task; then it is tried again. Default 60 s. */
    @WithDefault("60S")
    Duration backgroundTimeout();

    /** Longest wait for a connection to be made, and for one of the pool to be free. Default 4 s. */
    @WithDefault("4S")
    Duration connectTimeout();

    /**
     * Part of the pool that the requests of one account may hold, percent from 1 to 100; always one connection, and never
     * the last three. The account's next request waits. Default 50.
     */
    @WithDefault("50")
    int accountSharePercent();

    /** Most requests of one account that wait for a connection; the next gets 503 at once. Default 64. */
    @WithDefault("64")
    int accountWaitingRequests();
}
