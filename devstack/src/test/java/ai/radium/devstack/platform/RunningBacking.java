package ai.radium.devstack.platform;

import static org.awaitility.Awaitility.await;

import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.Home;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.RunAs;
import ai.radium.devstack.supervisor.Secrets;
import ai.radium.devstack.supervisor.Step;
import ai.radium.process.GracefulStop;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The backing services of a platform in a home and on ports of their own, without a supervisor. */
final class RunningBacking implements AutoCloseable {
    private final Path home;
    private final Settings settings;
    private final Secrets secrets;
    private final LinkedHashMap<Part, ProcessIdentity> running = new LinkedHashMap<>();
    private final List<String> whyAsRoot = new ArrayList<>();

    RunningBacking(Path home) {
        Home.claim(home);
        this.home = home;
        this.settings = new Settings(
                home,
                List.of("POSTGRES", "KAFKA", "KAFKA_CONTROLLER", "REDIS", "KEYCLOAK").stream()
                        .collect(Collectors.toMap(
                                name -> "RADIUM_PORT_" + name, name -> Integer.toString(Ports.orFree(0)))));
        this.secrets = new Secrets(home);
    }

    /** Starts these and waits until they are ready. */
    RunningBacking with(String... names) {
        Map<String, Part> parts = new Backing(settings, secrets, RunAs.of(home, whyAsRoot::add))
                .steps().stream().map(Step::part).collect(Collectors.toMap(Part::name, part -> part));
        for (String name : names) {
            Part part = Optional.ofNullable(parts.get(name)).orElseThrow();
            running.put(
                    part,
                    ProcessIdentity.of(Commands.start(part.launch(), home.resolve(name + ".log"))
                                    .pid())
                            .orElseThrow());
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(part.startLimit())
                    .until(part::isReady);
            part.provision();
        }
        return this;
    }

    int port(String name) {
        return settings.port(name, 0);
    }

    Secrets secrets() {
        return secrets;
    }

    KafkaLogins kafka() {
        return new KafkaLogins(secrets);
    }

    /** Why they run as root; empty if they do not. */
    List<String> whyAsRoot() {
        return List.copyOf(whyAsRoot);
    }

    List<ProcessIdentity> processes() {
        return List.copyOf(running.values());
    }

    @Override
    public void close() {
        running.sequencedEntrySet()
                .reversed()
                .forEach(part ->
                        new GracefulStop(part.getKey().stopSignal(), Duration.ofSeconds(20)).stop(part.getValue()));
    }
}
