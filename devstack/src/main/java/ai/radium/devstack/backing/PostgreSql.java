package ai.radium.devstack.backing;

import ai.radium.devstack.process.Cache;
import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.RunAs;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.GracefulStop;
import ai.radium.process.Memory;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL 18 from the zonky binaries, on loopback alone; every connection needs a password. */
public final class PostgreSql implements Part {
    private static final String VERSION = "postgres-18.6";

    private final Path home;
    private final int port;
    private final DatabasePasswords passwords;
    private final boolean durable;
    private final RunAs runAs;
    private final Databases databases;

    /** Keeps its data under the home; one that is not durable loses it when the machine (not the process) dies. */
    public PostgreSql(Path home, int port, DatabasePasswords passwords, boolean durable, RunAs runAs) {
        this.home = home;
        this.port = port;
        this.passwords = passwords;
        this.durable = durable;
        this.runAs = runAs;
        this.databases = new Databases(port, passwords);
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
    public ProcessLaunch launch() {
        Path program = program();
        runAs.folder(home);
        Path data = home.resolve("data");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(program, data);
        }
        List<String> command = new ArrayList<>(rootless(program, runAs.prefix()));
        command.addAll(List.of(program.resolve("bin/postgres").toString(), "-D", data.toString()));
        settings().forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return ProcessLaunch.of(command).in(home);
    }

    @Override
    public boolean isReady() {
        return databases.areReady();
    }

    @Override
    public boolean answers() {
        return databases.answer();
    }

    @Override
    public void provision() {
        Databases.OF_SERVICES.forEach(databases::ensure);
    }

    /** Fast shutdown: sessions are cut, the data is closed in order. */
    @Override
    public GracefulStop.Signal stopSignal() {
        return GracefulStop.Signal.INT;
    }

    /** A process per connection. */
    @Override
    public long rssBytes(ProcessIdentity running) {
        return Memory.ofThisMachine().residentTree(running);
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

    private void initialise(Path program, Path data) {
        Path config = runAs.shownFolder(home.resolveSibling("config"));
        Path passwordFile = config.resolve("postgres-password");
        try {
            Cache.delete(data);
            runAs.write(passwordFile, passwords.superuser());
            List<String> command = new ArrayList<>(rootless(program, runAs.namedPrefix()));
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

    /** Where root has to run it after all, it does so in a user namespace, without root's capabilities. */
    private static List<String> rootless(Path program, List<String> prefix) {
        if (!prefix.isEmpty() || !RunAs.isRoot()) {
            return prefix;
        }
        if (!Commands.quietly("unshare", "-U", program.resolve("bin/postgres").toString(), "--version")) {
            throw new StackFailure(
                    "PostgreSQL does not run as root: set RADIUM_USER, or RADIUM_HOME to a folder in /tmp"
                            + " or another place that other users can reach");
        }
        return List.of("unshare", "-U");
    }

    static Path program() {
        return Cache.folder(VERSION + "-" + Machine.processor(), PostgreSql::unpack);
    }

    private static void unpack(Path folder) {
        Cache.unpackTarXz("postgres-linux-%s.txz".formatted(Machine.isArm() ? "arm_64" : "x86_64"), folder);
    }
}
