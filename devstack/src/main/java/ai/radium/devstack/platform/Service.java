package ai.radium.devstack.platform;

import ai.radium.devstack.process.HttpProbe;
import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.Limits;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One process of the platform that is built in this tree.
 *
 * @param name of the process and of its Maven module
 * @param artefact what the build makes, from the tree's root
 * @param java the arguments of {@code java}
 * @param ports by the name of their setting
 * @param ready an address that answers 200 when it is ready
 * @param live an address that answers 200 while it works, be it ready or not
 * @param after what must be ready before it starts
 * @param limits of what it may take of the machine
 */
record Service(
        String name,
        Path artefact,
        List<String> java,
        Map<String, Integer> ports,
        Map<String, String> environment,
        String ready,
        String live,
        List<String> after,
        Limits limits)
        implements Part {
    /** More carriers than cores, see docs/adr/0004. */
    static final String CARRIERS = "-Djdk.virtualThreadScheduler.parallelism=16";

    /** Without memory a JVM goes on with some of its threads dead; better none than a part of it. */
    static final String DIES_OF_HUNGER = "-XX:+ExitOnOutOfMemoryError";

    private static final List<String> QUICK_START = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms32m", "-Xmx160m", "-Xss512k", CARRIERS, DIES_OF_HUNGER);

    Service {
        java = List.copyOf(java);
        after = List.copyOf(after);
        ports = new LinkedHashMap<>(ports);
        environment = Map.copyOf(environment);
    }

    /** Where the processor is short, calls of models come before whoever reads reports: Linux gives it a ninth of their share. */
    static final Limits YIELDING = Limits.NONE.nice(10);

    /** A Quarkus service with one HTTP port. */
    static Service quarkus(String name, int port, Map<String, String> environment, List<String> after, Limits limits) {
        Path jar = Path.of(name, "target/quarkus-app/quarkus-run.jar");
        List<String> java = new ArrayList<>(QUICK_START);
        java.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        java.addAll(List.of("-jar", jar.toString()));
        String health = "http://127.0.0.1:%d/q/health/".formatted(port);
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return new Service(name, jar, java, Map.of(name, port), all, health + "ready", health + "live", after, limits);
    }

    /** A hash stands for the environment, which holds secrets. */
    @Override
    public String runsWith() {
        return "%s;%08x"
                .formatted(Part.super.runsWith(), List.of(java, environment).hashCode());
    }

    @Override
    public ProcessLaunch launch() {
        if (!Files.exists(Installation.here().resolve(artefact.toString()))) {
            throw new StackFailure("%s is not built: %s is missing; bin/build.sh builds it".formatted(name, artefact));
        }
        List<String> command = new ArrayList<>(List.of(Installation.javaProgram()));
        command.addAll(java);
        return ProcessLaunch.of(command)
                .in(Installation.here().root())
                .with(environment)
                .limited(limits);
    }

    @Override
    public boolean isReady() {
        return HttpProbe.isOk(ready);
    }

    @Override
    public boolean answers() {
        return HttpProbe.isOk(live);
    }

    @Override
    public int patience() {
        return 1;
    }

    @Override
    public boolean isBuiltAfter(Instant time) {
        try {
            Path file = Installation.here().resolve(artefact.toString());
            return Files.exists(file)
                    && Files.getLastModifiedTime(file).toInstant().isAfter(time);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read: %s".formatted(artefact, e.getMessage()), e);
        }
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(5);
    }
}
