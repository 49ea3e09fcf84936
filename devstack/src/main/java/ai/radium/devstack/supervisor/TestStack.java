package ai.radium.devstack.supervisor;

import ai.radium.devstack.backing.DatabasePasswords;
import ai.radium.devstack.backing.Kafka;
import ai.radium.devstack.backing.KafkaAccess;
import ai.radium.devstack.backing.Keycloak;
import ai.radium.devstack.backing.KeycloakPasswords;
import ai.radium.devstack.backing.PostgreSql;
import ai.radium.devstack.backing.Redis;
import ai.radium.devstack.backing.RedisUsers;
import ai.radium.devstack.process.Cache;
import ai.radium.devstack.process.Home;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.RunAs;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The supervisor of the stack that tests share: backing services only, on free ports, its data gone when it ends. Its own
 * verbs: {@code facts}, {@code use <pid> <maven?>}, {@code database <name> <owner>}, and {@code redis}, which answers the
 * number of a fresh Redis database.
 */
final class TestStack implements SupervisorHost.Extras {
    private static final int REDIS_DATABASES = 1024;

    private final Path home;
    private final Users users = new Users();
    private final AtomicInteger redisDatabase = new AtomicInteger();
    private final String password;
    private final String demoPassword;
    private final PostgreSql postgres;
    private final Kafka kafka;
    private final Redis redis;
    private final Keycloak keycloak;
    private final SupervisorHost host;

    private TestStack(Path home) {
        this.home = home;
        Secrets secrets = new Secrets(home);
        RunAs runAs = RunAs.of(home, TestStack::warn);
        this.password = secrets.password("db-password");
        this.demoPassword = secrets.password("demo-password");
        this.postgres = new PostgreSql(
                home.resolve("postgres"),
                Ports.orFree(0),
                new DatabasePasswords(password, owner -> password),
                false,
                runAs);
        this.kafka = new Kafka(home.resolve("kafka"), Ports.orFree(0), Ports.orFree(0), new KafkaAccess.Open(), runAs);
        this.redis = new Redis(
                home.resolve("redis"),
                Ports.orFree(0),
                new RedisUsers.OfTests(password, secrets.password("redis-probe")),
                runAs);
        this.keycloak = new Keycloak(
                home.resolve("keycloak"),
                Ports.orFree(0),
                postgres,
                new KeycloakPasswords(password, secrets.password("keycloak-admin"), demoPassword),
                runAs);
        List<Step> steps = List.of(
                new Step(postgres, List.of()),
                new Step(kafka, List.of()),
                new Step(redis, List.of()),
                new Step(keycloak, List.of("postgres")));
        this.host = new SupervisorHost(
                home, steps, List.of("postgres", "kafka", "redis"), "tests", this, SupervisionRules.STANDARD);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new TestStack(Path.of(arguments[0])).run();
    }

    private void run() throws IOException, InterruptedException {
        Thread.ofVirtual().start(this::watchUsers);
        host.run();
    }

    @Override
    public void call(String verb, List<String> arguments, Consumer<String> answer) {
        switch (verb) {
            case "use" -> users.add(ProcessIdentity.parse(arguments.getFirst()), arguments.contains("maven"));
            case "facts" -> facts().forEach(answer);
            case "database" -> postgres.databases().ensure(arguments.get(0), arguments.get(1));
            case "redis" -> answer.accept(Integer.toString(freshRedis()));
            default -> throw new StackFailure("the test stack knows no verb " + verb);
        }
    }

    /** The home with its lock stays, so that nobody waits at a file that is gone. */
    @Override
    public void stopped(Consumer<String> answer) {
        try (Stream<Path> contents = Files.list(home)) {
            contents.filter(path -> !path.endsWith(HomeLock.FILE) && !path.endsWith(Home.MARKER))
                    .forEach(Cache::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void warn(String line) {
        System.getLogger(TestStack.class.getName()).log(System.Logger.Level.WARNING, line);
    }

    private List<String> facts() {
        return List.of(
                "postgres.port=" + postgres.port(),
                "db.password=" + password,
                "keycloak.port=" + keycloak.port(),
                "keycloak.demo.password=" + demoPassword,
                "kafka.port=" + kafka.port(),
                "redis.port=" + redis.port());
    }

    /** Databases 1 and up in turn; a Maven run uses fewer than there are. */
    private int freshRedis() {
        return 1 + redisDatabase.getAndIncrement() % (REDIS_DATABASES - 1);
    }

    private void watchUsers() {
        try {
            while (!endedWithUsers()) {
                TimeUnit.MILLISECONDS.sleep(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new user comes under the lock, too: either it is seen here or it finds no supervisor. */
    private boolean endedWithUsers() {
        if (!users.areGone()) {
            return false;
        }
        try (HomeLock _ = HomeLock.take(home, "the end of the tests", TestStack::warn)) {
            if (!users.areGone()) {
                return false;
            }
            host.stop(TestStack::warn);
            return true;
        }
    }
}
