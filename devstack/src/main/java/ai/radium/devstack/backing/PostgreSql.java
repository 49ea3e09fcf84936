package ai.radium.devstack.backing;

import ai.radium.devstack.process.Cache;
import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.Launch;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.Pid;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL 18 from the zonky binaries. It refuses to run as root, so there it gets a user namespace or another user. */
public final class PostgreSql implements Part {
    private static final String VERSION = "postgres-18.6";
    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private final Path home;
    private final int port;
    private final String password;
    private final boolean durable;
    private final Databases databases;

    /** Keeps its data under the home; one that is not durable loses it when the machine (not the process) dies. */
    public PostgreSql(Path home, int port, String password, boolean durable) {
        this.home = home;
        this.port = port;
        this.password = password;
        this.durable = durable;
        this.databases = new Databases(port, password);
    }

    public int port() {
        return port;
    }

    public Databases databases() {
        return databases;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("postgres", port);
    }

    @Override
    public Launch launch() {
        Path program = Cache.folder(VERSION + "-" + Machine.processor(), PostgreSql::unpack);
        Path data = home.resolve("data");
        List<String> prefix = unprivileged(program);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(program, data, prefix);
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program.resolve("bin/postgres").toString(), "-D", data.toString()));
        settings().forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return Launch.of(home, command);
    }

    @Override
    public boolean isReady() {
        return databases.answer();
    }

    @Override
    public void provision() {
        Databases.OF_SERVICES.forEach(databases::ensure);
    }

    /** Fast shutdown: sessions are cut, the data is closed in order. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    /** A process per connection. */
    @Override
    public long rssBytes(Pid running) {
        return running.rssBytes();
    }

    private Map<String, String> settings() {
        String sync = durable ? "on" : "off";
        return Map.of(
                "listen_addresses", "127.0.0.1",
                "port", Integer.toString(port),
                "unix_socket_directories", "",
                "max_connections", "300",
                "shared_buffers", "64MB",
                "fsync", sync,
                "full_page_writes", sync,
                "log_timezone", "UTC",
                "timezone", "UTC");
    }

    private void initialise(Path program, Path data, List<String> prefix) {
        Path passwordFile = home.resolve("initial-password");
        try {
            Files.createDirectories(home);
            Cache.delete(data);
            Files.createDirectory(data);
            Files.writeString(passwordFile, password);
            if (prefix.equals(NOBODY)) {
                Commands.output(home, List.of("chown", "65534:65534", data.toString(), passwordFile.toString()));
            }
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(program.resolve("bin/initdb").toString(), "-D", data.toString()));
            command.addAll(List.of("-U", Databases.SUPERUSER, "-A", "scram-sha-256", "--pwfile=" + passwordFile));
            command.addAll(
                    List.of("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
            command.addAll(List.of("--no-instructions", durable ? "--data-checksums" : "--no-sync"));
            Commands.output(home, command);
            Files.delete(passwordFile);
        } catch (IOException e) {
            throw new StackFailure("PostgreSQL's data folder %s cannot be made: %s".formatted(data, e.getMessage()), e);
        }
    }

    private static List<String> unprivileged(Path program) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (Commands.quietly("unshare", "-U", program.resolve("bin/postgres").toString(), "--version")) {
            return List.of("unshare", "-U");
        }
        return NOBODY;
    }

    private static void unpack(Path folder) {
        Cache.unpackTarXz("postgres-linux-%s.txz".formatted(Machine.isArm() ? "arm_64" : "x86_64"), folder);
    }
}
