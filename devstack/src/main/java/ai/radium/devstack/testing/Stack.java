package ai.radium.devstack.testing;

import ai.radium.devstack.process.Home;
import ai.radium.devstack.process.Installation;
import ai.radium.devstack.supervisor.Client;
import ai.radium.devstack.supervisor.Detached;
import ai.radium.devstack.supervisor.HomeLock;
import ai.radium.devstack.supervisor.ProcessStatus;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The real backing services that all tests of a Maven run share. Whatever begins with {@code fresh} is the caller's own. */
public final class Stack {
    private final Client supervisor;
    private final Map<String, String> facts = new HashMap<>();

    private Stack(Client supervisor) {
        this.supervisor = supervisor;
        supervisor.call("facts").forEach(fact -> {
            int at = fact.indexOf('=');
            facts.put(fact.substring(0, at), fact.substring(at + 1));
        });
    }

    /** The running stack with PostgreSQL, Kafka and Redis ready; the first caller starts it, which takes about 5 s. */
    public static Stack shared() {
        Installation installation = Installation.here();
        Path home = Path.of(
                System.getProperty("java.io.tmpdir"),
                "radium-tests-%s-%08x"
                        .formatted(
                                System.getProperty("user.name"),
                                installation.root().hashCode()));
        Home.claim(home);
        Client supervisor;
        try (HomeLock _ = HomeLock.take(home, "a test", line -> {})) {
            supervisor = Detached.testStack(home);
            Optional<ProcessIdentity> maven = topmostMaven();
            supervisor.call("use", maven.orElseGet(ProcessIdentity::own).text(), maven.isPresent() ? "maven" : "other");
        }
        supervisor.call("up");
        return new Stack(supervisor);
    }

    /** The name of a new empty database of this owner role, {@code account_service} say; its application role is ready too. */
    public String freshDatabase(String owner) {
        String name = owner + "_" + suffix();
        supervisor.call("database", name, owner);
        return name;
    }

    public int postgresPort() {
        return Integer.parseInt(fact("postgres.port"));
    }

    /** The password of every role. */
    public String databasePassword() {
        return fact("db.password");
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgresPort(), database);
    }

    /** Kafka's bootstrap address, with the topics of {@code contracts} in it; other topics appear when first used. */
    public String kafka() {
        return "127.0.0.1:" + fact("kafka.port");
    }

    /** A topic or consumer group name nobody else uses. */
    public String freshName(String what) {
        return what + "." + suffix();
    }

    /** The address of an empty Redis database of one's own, as the gateway's user; without the user in it everything is allowed. */
    public String freshRedis() {
        return "redis://gateway:%s@127.0.0.1:%s/%s"
                .formatted(
                        databasePassword(),
                        fact("redis.port"),
                        supervisor.call("redis").getFirst());
    }

    /**
     * The address of Keycloak with the realm {@code radium}. The first caller starts it, which takes about half a minute.
     * Its user {@code demo} logs in with {@link #demoPassword} through the client {@code radium-cli}.
     */
    public String keycloak() {
        supervisor.call("start", "keycloak");
        return "http://127.0.0.1:" + fact("keycloak.port");
    }

    public String demoPassword() {
        return fact("keycloak.demo.password");
    }

    /** The {@code radium.*} settings of a service that owns a fresh database under this role. */
    public Map<String, String> settings(String owner) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("radium.db.host", "127.0.0.1");
        settings.put("radium.db.port", Integer.toString(postgresPort()));
        settings.put("radium.db.password", databasePassword());
        settings.put("radium.db.database", freshDatabase(owner));
        settings.put("radium.kafka", kafka());
        settings.put("radium.redis", freshRedis());
        return settings;
    }

    /** The processes of the stack and their pids, for tests that kill them. */
    Map<String, ProcessStatus> processes() {
        return supervisor.call("status").stream()
                .map(ProcessStatus::parse)
                .collect(Collectors.toMap(ProcessStatus::name, process -> process));
    }

    private String fact(String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new IllegalStateException("the stack does not tell " + name);
        }
        return value;
    }

    private static String suffix() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
    }

    private static Optional<ProcessIdentity> topmostMaven() {
        return Stream.iterate(
                        ProcessHandle.current().parent(),
                        Optional::isPresent,
                        handle -> handle.orElseThrow().parent())
                .map(Optional::orElseThrow)
                .filter(handle -> handle.info().commandLine().orElse("").contains("plexus-classworlds"))
                .reduce((nearer, farther) -> farther)
                .flatMap(handle -> ProcessIdentity.of(handle.pid()));
    }
}
