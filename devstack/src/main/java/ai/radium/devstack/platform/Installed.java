package ai.radium.devstack.platform;

import ai.radium.devstack.deadletters.DeadLetters;
import ai.radium.devstack.process.Home;
import ai.radium.devstack.process.RunAs;
import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.supervisor.Client;
import ai.radium.devstack.supervisor.Detached;
import ai.radium.devstack.supervisor.HomeLock;
import ai.radium.devstack.supervisor.Leftovers;
import ai.radium.devstack.supervisor.ProcessStatus;
import ai.radium.devstack.supervisor.Secrets;
import ai.radium.devstack.supervisor.SupervisorHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/** The platform of this home folder as its user's commands see it, whether it runs or not. */
public final class Installed {
    private final Settings settings;
    private final Path home;

    public Installed(Settings settings) {
        this.settings = settings;
        this.home = settings.path("");
    }

    /**
     * Starts all that does not run, and returns when it is ready. A supervisor of other settings or of an older build
     * gives way to a new one, which adopts what runs as it should and starts the rest anew.
     */
    public void up(Consumer<String> listener) {
        Home.claim(home);
        try (HomeLock _ = HomeLock.take(home, "./radium up", listener)) {
            warnOfRoot(listener);
            String plan = Platform.plan(settings);
            client().ifPresent(running -> giveWay(running, plan, listener));
            Detached.start(home, Platform.class.getName()).follow(listener, "up");
        }
    }

    /** Stops all that was started here, a killed supervisor's processes too. */
    public void down(Consumer<String> listener) {
        if (!Files.exists(home)) {
            return;
        }
        Home.claim(home);
        try (HomeLock _ = HomeLock.take(home, "./radium down", listener)) {
            Optional<Client> client = client();
            if (client.isPresent()) {
                client.get().follow(listener, "down");
                return;
            }
            Duration budget = settings.supervision().stopBudget();
            Workers workers = new Workers(settings.path("workers"), budget);
            Leftovers.stop(home, budget, listener, () -> {
                workers.stop(listener);
                new Trainers(settings.path("trainers")).stop(listener);
            });
        }
    }

    /** Every process with its memory, as each answers now; empty when no supervisor runs. */
    public List<ProcessStatus> status() {
        List<ProcessStatus> all = new ArrayList<>();
        client().ifPresent(client -> {
            client.call("status").forEach(line -> all.add(ProcessStatus.parse(line)));
            all.addAll(
                    new Workers(settings.path("workers"), settings.supervision().stopBudget()).status());
            all.addAll(new Trainers(settings.path("trainers")).status());
        });
        return all;
    }

    /**
     * Lets account-service's own program walk the audit log, and say on standard output what it found.
     *
     * @param accounts none = all
     * @return its exit status: 0 when all that it looked at is whole
     */
    public int verifyAudit(List<String> accounts) {
        return new AuditProgram(settings, new Secrets(home)).verify(accounts);
    }

    /** What consumers of the platform gave up. */
    public DeadLetters deadLetters() {
        if (!Files.exists(settings.path("secrets"))) {
            throw new StackFailure("there is no Kafka here yet; ./radium up makes one");
        }
        Properties client = new KafkaLogins(new Secrets(home)).ofBroker();
        client.put("bootstrap.servers", "127.0.0.1:" + settings.port("kafka", 19092));
        return new DeadLetters(client);
    }

    /** A stop whose command was cut off goes on by itself; what it stops cannot be adopted. */
    private void giveWay(Client running, String plan, Consumer<String> listener) {
        List<String> its = running.call("plan");
        if (its.equals(List.of(SupervisorHost.STOPPING))) {
            listener.accept("waiting for all to stop that was told to");
            if (!running.endsWithin(settings.supervision().stopBudget().multipliedBy(4))) {
                throw new StackFailure("the supervisor does not end; try ./radium down");
            }
        } else if (!its.equals(List.of(plan))) {
            running.endSupervisor();
        }
    }

    private void warnOfRoot(Consumer<String> listener) {
        if (RunAs.isRoot()) {
            listener.accept("warning: services and workers run as root; RADIUM_USER=NAME runs all as that user");
            RunAs.of(home, line -> listener.accept("warning: " + line));
        }
    }

    private Optional<Client> client() {
        return Client.of(home);
    }
}
