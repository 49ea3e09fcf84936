package ai.radium.kit.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** The pool of connections, with the limits that Quarkus has no setting for. */
@Singleton
class ConnectionPool implements PgPoolCreator {
    private final DatabaseConfig config;

    ConnectionPool(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    @SuppressWarnings("deprecation") // Quarkus 3.34 casts the result to PgPool
    public Pool create(Input input) {
        int wait = Math.toIntExact(config.connectTimeout().toMillis());
        input.pgConnectOptionsList().forEach(server -> server.setConnectTimeout(wait));
        return PgPool.pool(
                input.vertx(),
                input.pgConnectOptionsList(),
                input.poolOptions().setConnectionTimeout(wait).setConnectionTimeoutUnit(TimeUnit.MILLISECONDS));
    }
}
