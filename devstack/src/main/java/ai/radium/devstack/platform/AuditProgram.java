package ai.radium.devstack.platform;

import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.supervisor.Secrets;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program of account-service that checks the audit log, on the database of this home folder. */
final class AuditProgram {
    private static final String MAIN = "ai.radium.account.audit.VerifyCommand";

    private final Settings settings;
    private final Secrets secrets;

    AuditProgram(Settings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    int verify(List<String> accounts) {
        Path built = Installation.here().resolve("account-service/target/quarkus-app");
        if (!Files.exists(built) || !Files.exists(settings.path("secrets"))) {
            throw new StackFailure("there is no audit log here yet; ./radium up makes one");
        }
        List<String> command = new ArrayList<>(List.of(
                Installation.javaProgram(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                built.resolve("app/*") + File.pathSeparator + built.resolve("lib/main/*"),
                MAIN));
        command.addAll(accounts);
        ProcessBuilder program = new ProcessBuilder(command).inheritIO();
        program.environment().put("RADIUM_DB_PORT", Integer.toString(settings.port("postgres", 15432)));
        program.environment().put("RADIUM_DB_PASSWORD", Backing.databasePassword(secrets, "account_service"));
        try {
            return program.start().waitFor();
        } catch (IOException e) {
            throw new StackFailure("the audit log cannot be checked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted", e);
        }
    }
}
