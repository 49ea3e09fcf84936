package ai.radium.devstack.backing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.radium.devstack.process.Cache;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.RunAs;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Redis 6.2 from the binaries of embedded-redis. Every write is in the append-only file before its reply. */
public final class Redis implements Part {
    private static final String READY = "+OK\r\n+PONG\r\n";

    private final Path home;
    private final int port;
    private final RedisUsers users;
    private final RunAs runAs;

    public Redis(Path home, int port, RedisUsers users, RunAs runAs) {
        this.home = home;
        this.port = port;
        this.users = users;
        this.runAs = runAs;
    }

    public int port() {
        return port;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("redis", port);
    }

    /** A hash stands for the users. */
    @Override
    public String runsWith() {
        return "%s;%08x".formatted(Part.super.runsWith(), users.lines().hashCode());
    }

    @Override
    public ProcessLaunch launch() {
        Path config = runAs.shownFolder(home.resolveSibling("config"));
        runAs.folder(home);
        runAs.write(config.resolve("redis-users.acl"), String.join("\n", users.lines()) + "\n");
        runAs.write(config.resolve("redis.conf"), settings(config));
        List<String> command = new ArrayList<>(runAs.prefix());
        command.addAll(
                List.of(program().toString(), config.resolve("redis.conf").toString()));
        return ProcessLaunch.of(command).in(home);
    }

    /** Answers PING with PONG, which it does not while it still loads its data. */
    @Override
    public boolean isReady() {
        return asked().equals(READY);
    }

    @Override
    public boolean answers() {
        return !asked().isEmpty();
    }

    private String asked() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(1000);
            socket.getOutputStream()
                    .write("AUTH probe %s\r\nPING\r\n"
                            .formatted(users.probePassword())
                            .getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(READY.length()), US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    static Path program() {
        String binary = Machine.isArm() ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        return Cache.folder(
                        "redis-6.2-" + Machine.processor(),
                        work -> Cache.unpackProgram(binary, work.resolve("redis-server")))
                .resolve("redis-server");
    }

    private String settings(Path config) {
        return """
                bind 127.0.0.1
                protected-mode yes
                port %d
                dir "%s"
                aclfile "%s"
                databases 1024
                save ""
                appendonly yes
                """.formatted(port, home, config.resolve("redis-users.acl"));
    }
}
