package ai.radium.devstack.platform;

import ai.radium.devstack.backing.DatabasePasswords;
import ai.radium.devstack.backing.Kafka;
import ai.radium.devstack.backing.Keycloak;
import ai.radium.devstack.backing.KeycloakPasswords;
import ai.radium.devstack.backing.PostgreSql;
import ai.radium.devstack.backing.Redis;
import ai.radium.devstack.backing.RedisUsers;
import ai.radium.devstack.process.RunAs;
import ai.radium.devstack.supervisor.Secrets;
import ai.radium.devstack.supervisor.Step;
import java.util.List;

/** The backing services of a platform. None of them trusts a caller for being on this machine. */
final class Backing {
    private final Settings settings;
    private final Secrets secrets;
    private final RunAs runAs;

    Backing(Settings settings, Secrets secrets, RunAs runAs) {
        this.settings = settings;
        this.secrets = secrets;
        this.runAs = runAs;
    }

    List<Step> steps() {
        PostgreSql postgres = postgres();
        return List.of(
                new Step(postgres, List.of()),
                new Step(kafka(), List.of()),
                new Step(redis(), List.of()),
                new Step(keycloak(postgres), List.of("postgres")));
    }

    /** The password of the roles of this database's owner, {@code account_service} say. */
    static String databasePassword(Secrets secrets, String owner) {
        return secrets.password("db-" + owner);
    }

    private PostgreSql postgres() {
        return new PostgreSql(
                settings.path("postgres"),
                settings.port("postgres", 15432),
                new DatabasePasswords(secrets.password("db-password"), owner -> databasePassword(secrets, owner)),
                true,
                runAs);
    }

    private Kafka kafka() {
        return new Kafka(
                settings.path("kafka"),
                settings.port("kafka", 19092),
                settings.port("kafka-controller", 19093),
                new KafkaLogins(secrets).access(),
                runAs);
    }

    private Redis redis() {
        return new Redis(
                settings.path("redis"),
                settings.port("redis", 16379),
                new RedisUsers.OfPlatform(secrets.password("redis-gateway"), secrets.password("redis-probe")),
                runAs);
    }

    private Keycloak keycloak(PostgreSql postgres) {
        return new Keycloak(
                settings.path("keycloak"),
                settings.port("keycloak", 8180),
                postgres,
                new KeycloakPasswords(
                        databasePassword(secrets, "keycloak"),
                        secrets.password("keycloak-admin"),
                        secrets.password("demo-password")),
                runAs);
    }
}
