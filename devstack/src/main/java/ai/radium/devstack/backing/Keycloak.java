package ai.radium.devstack.backing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.radium.devstack.process.HttpProbe;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.RunAs;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keycloak on the stack's PostgreSQL, with the realm {@code radium} in it: the public client {@code radium-cli}, the role
 * {@code platform-admin} and the user {@code demo}. Many stacks share one built distribution in the user's cache.
 */
public final class Keycloak implements Part {
    private static final String DATABASE = "keycloak";
    private static final String ENTRY_POINT = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private final Path home;
    private final int port;
    private final int databasePort;
    private final KeycloakPasswords passwords;
    private final Databases databases;
    private final RunAs runAs;

    /** Needs a running PostgreSQL, in which it makes its own database. */
    public Keycloak(Path home, int port, PostgreSql postgres, KeycloakPasswords passwords, RunAs runAs) {
        this.home = home;
        this.port = port;
        this.databasePort = postgres.port();
        this.passwords = passwords;
        this.databases = postgres.databases();
        this.runAs = runAs;
    }

    public int port() {
        return port;
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("keycloak", port);
    }

    @Override
    public ProcessLaunch launch() {
        databases.ensure(DATABASE);
        Path distribution = KeycloakDistribution.folder();
        link(distribution);
        importRealm();
        List<String> command = new ArrayList<>(runAs.prefix());
        command.addAll(KeycloakDistribution.java(home, "-Xmx320m"));
        command.addAll(List.of("-cp", home.resolve("lib/quarkus-run.jar").toString(), ENTRY_POINT));
        command.addAll(List.of("--profile=prod", "start", "--optimized", "--import-realm"));
        command.addAll(List.of("--http-enabled=true", "--http-host=127.0.0.1", "--http-port=" + port));
        command.addAll(List.of("--hostname-strict=false", "--log-level=warn"));
        // Said at the start too: a cluster's cache would listen on other interfaces for its like.
        command.add("--cache=local");
        command.addAll(List.of("--db-pool-initial-size=1", "--db-pool-max-size=10", "--db-username=" + DATABASE));
        command.add("--db-url=jdbc:postgresql://127.0.0.1:%d/%s".formatted(databasePort, DATABASE));
        return ProcessLaunch.of(command)
                .in(home)
                .with(Map.of(
                        "HOME", home.toString(),
                        "KC_DB_PASSWORD", passwords.database(),
                        "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", passwords.admin()));
    }

    /** The realm answers; the port opens seconds before it. */
    @Override
    public boolean isReady() {
        return HttpProbe.isOk("http://127.0.0.1:%d/realms/radium".formatted(port));
    }

    /** Its first page asks no database. */
    @Override
    public boolean answers() {
        return HttpProbe.isAnswered("http://127.0.0.1:%d/".formatted(port));
    }

    /** A first start migrates about 150 change sets; on a busy machine of two cores that takes a minute. */
    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(5);
    }

    private void link(Path distribution) {
        runAs.shownFolder(home);
        try {
            for (String part : List.of("lib", "providers", "themes", "conf")) {
                Path link = home.resolve(part);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, distribution.resolve(part));
            }
        } catch (IOException e) {
            throw new StackFailure("Keycloak's folder %s cannot be made: %s".formatted(home, e.getMessage()), e);
        }
        runAs.shownFolder(home.resolve("data"));
        List.of("tmp", "transaction-logs")
                .forEach(own -> runAs.folder(home.resolve("data").resolve(own)));
    }

    private void importRealm() {
        try (InputStream in = Keycloak.class.getResourceAsStream("radium-realm.json")) {
            if (in == null) {
                throw new StackFailure("radium-realm.json is missing in the devstack classes");
            }
            runAs.write(
                    runAs.shownFolder(home.resolve("data/import")).resolve("radium-realm.json"),
                    new String(in.readAllBytes(), UTF_8).replace("@demo-password@", passwords.demoUser()));
        } catch (IOException e) {
            throw new StackFailure("radium-realm.json cannot be read: " + e.getMessage(), e);
        }
    }
}
