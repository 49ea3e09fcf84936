package ai.radium.devstack.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.Topic;
import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.RunAs;
import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of this machine gets from the backing services without a secret: nothing; with one: its own share. */
class BackingTrustsNobodyTest {
    @TempDir
    static Path folder;

    private static RunningBacking backing;

    @BeforeAll
    static void begin() throws IOException {
        // JUnit's folder is closed to other users, as whom root runs the services.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        backing = new RunningBacking(folder.resolve("home")).with("postgres", "kafka", "redis");
    }

    @AfterAll
    static void end() {
        backing.close();
    }

    @Test
    void postgresAsksEveryRoleForItsOwnPassword() throws SQLException {
        assertThatThrownBy(() -> connect("postgres", "postgres", "")).hasMessageContaining("password");
        assertThatThrownBy(() -> connect("postgres", "postgres", "postgres")).hasMessageContaining("authentication");
        String billing = Backing.databasePassword(backing.secrets(), "billing_service");
        connect("billing_service", "billing_service_app", billing);
        assertThatThrownBy(() -> connect("postgres", "postgres", billing)).hasMessageContaining("authentication");
        assertThatThrownBy(() -> connect("account_service", "account_service", billing))
                .hasMessageContaining("authentication");
    }

    @Test
    void postgresHasNoLineOfTrust() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("home/postgres/data/pg_hba.conf"))) {
            assertThat(lines.filter(line -> !line.isBlank() && !line.startsWith("#")))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(" scram-sha-256"));
        }
    }

    @Test
    void redisAnswersNobodyWithoutAPassword() throws IOException {
        for (String command : List.of("PING", "GET radium:x", "CONFIG GET dir", "INFO", "KEYS *", "HELLO 3")) {
            assertThat(redis(command)).as(command).startsWith("-NOAUTH");
        }
        assertThat(redis("AUTH x")).startsWith("-WRONGPASS");
    }

    @Test
    void redisLetsTheGatewayCountAndNothingElse() throws IOException {
        String login = "AUTH gateway " + backing.secrets().password("redis-gateway");
        String take = "EVAL \"return redis.call('HSET', KEYS[1], 'n', 1)\" 1 ";
        assertThat(redis(login, take + "radium:limit:x")).isEqualTo("+OK\r\n:1\r\n");
        assertThat(redis(login, take + "other")).startsWith("+OK\r\n-NOPERM");
        for (String command : List.of(
                "CONFIG SET dir /root",
                "CONFIG GET dir",
                "SAVE",
                "BGSAVE",
                "MODULE LIST",
                "DEBUG SLEEP 0",
                "SLAVEOF 127.0.0.1 1",
                "REPLICAOF 127.0.0.1 1",
                "FLUSHALL",
                "KEYS *",
                "SHUTDOWN",
                "ACL LIST",
                "SCRIPT FLUSH",
                "MONITOR")) {
            assertThat(redis(login, command)).as(command).startsWith("+OK\r\n-NOPERM");
        }
    }

    @Test
    void kafkaRefusesAClientWithoutALogin() {
        Properties settings = new Properties();
        settings.put("default.api.timeout.ms", "3000");
        settings.put("request.timeout.ms", "2000");
        assertThatThrownBy(() -> topics(settings)).isInstanceOf(ExecutionException.class);
        settings.putAll(
                clientSettings(
                        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config="
                                + "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"x\";"));
        assertThatThrownBy(() -> topics(settings)).hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void kafkasControllerRefusesAStrangerToo() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), backing.port("kafka-controller"))) {
            socket.setSoTimeout(5_000);
            // Metadata, version 0: not one of the two requests that are answered before the login.
            socket.getOutputStream().write(new byte[] {0, 0, 0, 14, 0, 3, 0, 0, 0, 0, 0, 1, -1, -1, 0, 0, 0, 0});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void kafkaLetsEachServiceWriteItsOwnTopicsOnly() throws ExecutionException, InterruptedException, IOException {
        produce("billing-service", Topic.BILLING_RATED.topicName());
        produce("gateway-service", Topic.USAGE_RECORDED.topicName());
        produce("billing-service", Topic.USAGE_RECORDED.topicName() + ".billing.dlq");
        assertThatThrownBy(() -> produce("analytics-service", Topic.BILLING_STANDING.topicName()))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> produce("gateway-service", Topic.DEPLOYMENT_ROUTES.topicName()))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void nobodyElseReadsAFileOfTheHome() {
        Path home = folder.resolve("home");
        if (RunAs.isRoot()) {
            List<String> list =
                    List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "find", home.toString());
            assertThatThrownBy(() -> Commands.output(Path.of("/"), list)).hasMessageContaining("Permission denied");
        }
        assertThat(List.of("secrets", "config", "postgres", "kafka", "redis"))
                .allSatisfy(name -> assertClosed(home.resolve(name)));
        assertThat(files(home)).isNotEmpty().allSatisfy(BackingTrustsNobodyTest::assertClosed);
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(ListeningSockets.of(backing.processes()))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(ListeningSockets.Address::isLoopback);
    }

    @Test
    void showsNoSecretOnACommandLine() throws IOException {
        List<String> secrets = files(folder.resolve("home/secrets")).stream()
                .map(BackingTrustsNobodyTest::text)
                .toList();
        for (ProcessIdentity process : backing.processes()) {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            assertThat(secrets).isNotEmpty().noneMatch(line::contains);
        }
    }

    /** A tree below a folder of root's own, as a clone in a temporary folder is, can be reached by root alone. */
    @Test
    void runsAsRootOnlyWhereNobodyElseReachesTheTreeAndSaysSo() throws IOException {
        assertThat(backing.whyAsRoot()).allMatch(line -> line.contains("cannot reach"));
        for (ProcessIdentity process : backing.processes()) {
            Object user = Files.getAttribute(Path.of("/proc", Long.toString(process.pid())), "unix:uid");
            assertThat(user.equals(0)).isEqualTo(!backing.whyAsRoot().isEmpty());
        }
    }

    private static void assertClosed(Path path) {
        try {
            assertThat(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
                    .as(path.toString())
                    .doesNotContain(
                            PosixFilePermission.OTHERS_READ,
                            PosixFilePermission.OTHERS_WRITE,
                            PosixFilePermission.OTHERS_EXECUTE,
                            PosixFilePermission.GROUP_WRITE);
        } catch (NoSuchFileException e) {
            assertThat(path).as("ended meanwhile").doesNotExist();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connect(String database, String role, String password) throws SQLException {
        DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(backing.port("postgres"), database),
                        role,
                        password)
                .close();
    }

    private static String redis(String... commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), backing.port("redis"))) {
            socket.setSoTimeout(5_000);
            StringBuilder replies = new StringBuilder();
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
                for (int next = socket.getInputStream().read();
                        next != -1;
                        next = socket.getInputStream().read()) {
                    replies.append((char) next);
                    if (next == '\n') {
                        break;
                    }
                }
            }
            return replies.toString();
        }
    }

    private static void topics(Properties settings) throws ExecutionException, InterruptedException {
        settings.put("bootstrap.servers", "127.0.0.1:" + backing.port("kafka"));
        try (Admin admin = Admin.create(settings)) {
            admin.listTopics().names().get();
        }
    }

    private static void produce(String service, String topic)
            throws ExecutionException, InterruptedException, IOException {
        Properties settings =
                clientSettings(Files.readString(Path.of(backing.kafka().settingsFile(service))));
        settings.put("bootstrap.servers", "127.0.0.1:" + backing.port("kafka"));
        settings.put("max.block.ms", "10000");
        settings.putAll(Map.of("linger.ms", "0", "acks", "all"));
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
        }
    }

    private static Properties clientSettings(String text) {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }
}
