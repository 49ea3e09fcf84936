package ai.radium.devstack.backing;

import ai.radium.devstack.process.Cache;
import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Keycloak's distribution: fetched by Maven, unpacked and built for PostgreSQL once per user of a machine. */
public final class KeycloakDistribution {
    private static final String VERSION = "26.7.3";
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

    private KeycloakDistribution() {}

    /** The built distribution; the first call takes about half a minute. */
    static Path folder() {
        return Cache.folder("keycloak-" + VERSION, KeycloakDistribution::make);
    }

    /** Whether {@link #folder} is there already. */
    public static boolean isBuilt() {
        return Files.isDirectory(Cache.root().resolve("keycloak-" + VERSION));
    }

    /** The Java command up to the class path, for a home folder and a heap. */
    static List<String> java(Path home, String heap) {
        return List.of(
                Installation.javaProgram(),
                heap,
                "-Xms64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory"
                        + "=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                // Else below /tmp, in a folder of whichever user made it first.
                "-Dvertx.cacheDirBase=" + home.resolve("data/tmp/vertx"),
                "-Dkc.home.dir=" + home);
    }

    private static void make(Path folder) {
        Installation installation = Installation.here();
        Commands.output(
                installation.root(),
                List.of(
                        installation.resolve("mvnw").toString(),
                        "-q",
                        COPY,
                        "-Dartifact=org.keycloak:keycloak-quarkus-dist:%s:zip".formatted(VERSION),
                        "-DoutputDirectory=" + folder,
                        "-Dmdep.useBaseVersion=true"));
        unzip(folder.resolve("keycloak-quarkus-dist-%s.zip".formatted(VERSION)), folder);
        List<String> build = new ArrayList<>(java(folder, "-Xmx512m"));
        build.addAll(List.of("-cp", folder.resolve("lib/quarkus-run.jar").toString()));
        build.addAll(List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint", "--profile=prod", "build"));
        build.addAll(List.of("--db=postgres", "--cache=local"));
        Commands.output(folder, build);
    }

    /** Unpacks without the archive's outermost folder, and deletes the archive. */
    private static void unzip(Path archive, Path folder) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path file = folder.resolve(entry.getName().replaceFirst("^[^/]*/", ""))
                        .normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (var content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        } catch (IOException e) {
            throw new StackFailure("%s cannot be unpacked: %s".formatted(archive, e.getMessage()), e);
        }
        archive.toFile().delete();
    }
}
