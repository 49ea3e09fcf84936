package ai.radium.devstack.backing;

import ai.radium.contracts.Topic;
import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.RunAs;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.ProcessLaunch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Kafka broker and controller in one JVM of its own ({@link KafkaMain}), with the topics of {@code contracts} in it. */
public final class Kafka implements Part {
    private static final short API_VERSIONS = 18;
    private static final String TOPICS_MADE = "topics-made";
    private static final List<String> OPTIONS = List.of(
            "-Xmx192m",
            "-Xms64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private final Path home;
    private final int port;
    private final int controllerPort;
    private final KafkaAccess access;
    private final RunAs runAs;

    public Kafka(Path home, int port, int controllerPort, KafkaAccess access, RunAs runAs) {
        this.home = home;
        this.port = port;
        this.controllerPort = controllerPort;
        this.access = access;
        this.runAs = runAs;
    }

    public int port() {
        return port;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("kafka", port);
        ports.put("kafka-controller", controllerPort);
        return ports;
    }

    /** A hash stands for the passwords. */
    @Override
    public String runsWith() {
        return "%s;%08x"
                .formatted(Part.super.runsWith(), access.brokerSettings().hashCode());
    }

    @Override
    public ProcessLaunch launch() {
        Path config = runAs.shownFolder(home.resolveSibling("config"));
        Path server = config.resolve("kafka-server.properties");
        Path administrator = config.resolve("kafka-administrator.properties");
        Path rights = config.resolve("kafka-rights");
        try {
            Files.deleteIfExists(runAs.folder(home).resolve(TOPICS_MADE));
        } catch (IOException e) {
            throw new StackFailure("Kafka's folder %s cannot be written: %s".formatted(home, e.getMessage()), e);
        }
        runAs.write(server, lines(settings()));
        runAs.write(administrator, access.administratorSettings());
        runAs.write(rights, lines(rights()));
        List<String> command = new ArrayList<>(runAs.prefix());
        command.addAll(Installation.here()
                .java(
                        OPTIONS,
                        KafkaMain.class.getName(),
                        Stream.of(server, administrator, rights, home.resolve(TOPICS_MADE))
                                .map(Path::toString)
                                .toList()));
        return ProcessLaunch.of(command).in(home);
    }

    /** The broker answers a request for API versions, and its topics are there. */
    @Override
    public boolean isReady() {
        return Files.exists(home.resolve(TOPICS_MADE)) && answers();
    }

    @Override
    public boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(1000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(10);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeInt(1);
            out.writeShort(-1);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readInt() > 0 && in.readInt() == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** By user, the topics that it may write. */
    private Map<String, String> rights() {
        Map<String, String> rights = new LinkedHashMap<>();
        access.users()
                .forEach(user -> rights.put(
                        user.name(),
                        user.writes().stream().map(Topic::topicName).collect(Collectors.joining(","))));
        return rights;
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("advertised.listeners", KafkaMain.LISTENER + "127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.putAll(access.brokerSettings());
        settings.put("log.dirs", home.resolve("logs").toString());
        settings.put("num.partitions", "6");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "3");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.segment.bytes", "67108864");
        return settings;
    }
}
