package ai.radium.kit.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the database is waited for. */
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
}
