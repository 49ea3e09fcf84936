package ai.radium.devstack.supervisor;

import ai.radium.devstack.backing.Kafka;
import ai.radium.devstack.backing.Keycloak;
import ai.radium.devstack.backing.KeycloakPasswords;
import ai.radium.devstack.backing.PostgreSql;
import ai.radium.devstack.backing.Redis;
import ai.radium.devstack.process.Cache;
import ai.radium.devstack.process.Pid;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The supervisor of the stack that tests share: backing services only, on free ports, its data gone when it ends.
 * Verbs: {@code up}, {@code facts}, {@code use <pid> <maven?>}, {@code database <name> <owner>}, {@code redis} (the number
 * of a fresh Redis database), {@code start <part>}, {@code down}.
 */
final class TestStack {
    private static final int REDIS_DATABASES = 1024;

    private final Path home;
    private final StateFile state;
    private final Users users = new Users();
    private final AtomicInteger redisDatabase = new AtomicInteger();
    private final String password;
    private final PostgreSql postgres;
    private final Kafka kafka;
    private final Redis redis;
    private final Keycloak keycloak;
    private final KeycloakPasswords keycloakPasswords;
    private final Supervisor supervisor;

    private TestStack(Path home) {
        this.home = home;
        this.state = new StateFile(home);
        Secrets secrets = new Secrets(home);
        this.password = secrets.password("db-password");
        this.postgres = new PostgreSql(home.resolve("postgres"), Ports.orFree(0), password, false);
        this.kafka = new Kafka(home.resolve("kafka"), Ports.orFree(0), Ports.orFree(0));
        this.redis = new Redis(home.resolve("redis"), Ports.orFree(0));
        this.keycloakPasswords =
                new KeycloakPasswords(password, secrets.password("keycloak-admin"), secrets.password("demo-password"));
        this.keycloak = new Keycloak(home.resolve("keycloak"), Ports.orFree(0), postgres, keycloakPasswords);
        this.supervisor = new Supervisor(
                home,
                state,
                List.of(
                        new Step(postgres, List.of()),
                        new Step(kafka, List.of()),
                        new Step(redis, List.of()),
                        new Step(keycloak, List.of("postgres"))));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new TestStack(Path.of(arguments[0])).run();
    }

    private void run() throws IOException, InterruptedException {
        String token = new Secrets(home).word(32);
        try (Control control = new Control(token, this::call)) {
            state.putControl(new ControlAddress(Pid.own(), control.port(), token));
            Runtime.getRuntime().addShutdownHook(new Thread(this::end));
            Thread.ofVirtual().start(this::watchUsers);
            supervisor.start(List.of("postgres", "kafka", "redis"));
            supervisor.awaitEnd();
        }
        System.exit(0);
    }

    private void call(String verb, List<String> arguments, Consumer<String> answer) throws InterruptedException {
        switch (verb) {
            case "up" -> supervisor.awaitStarted(answer);
            case "use" -> users.add(Pid.parse(arguments.getFirst()), arguments.contains("maven"));
            case "facts" -> facts().forEach(answer);
            case "database" -> postgres.databases().ensure(arguments.get(0), arguments.get(1));
            case "redis" -> answer.accept(Integer.toString(freshRedis()));
            case "start" -> supervisor.startNow(arguments.getFirst());
            case "down" -> supervisor.stop(answer);
            default -> throw new StackFailure("the test stack knows no verb " + verb);
        }
    }

    private List<String> facts() {
        return List.of(
                "postgres.port=" + postgres.ports().get("postgres"),
                "db.password=" + password,
                "keycloak.port=" + keycloak.ports().get("keycloak"),
                "keycloak.demo.password=" + keycloakPasswords.demoUser(),
                "kafka.port=" + kafka.ports().get("kafka"),
                "redis.port=" + redis.ports().get("redis"));
    }

    /** Databases 1 and up in turn; a Maven run uses fewer than there are. */
    private int freshRedis() {
        return 1 + redisDatabase.getAndIncrement() % (REDIS_DATABASES - 1);
    }

    private void watchUsers() {
        try {
            while (!users.areGone()) {
                TimeUnit.MILLISECONDS.sleep(500);
            }
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        supervisor.stop(line -> {});
        Cache.delete(home);
    }
}
