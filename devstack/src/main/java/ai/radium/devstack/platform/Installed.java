package ai.radium.devstack.platform;

import ai.radium.devstack.supervisor.Client;
import ai.radium.devstack.supervisor.Detached;
import ai.radium.devstack.supervisor.Leftovers;
import ai.radium.devstack.supervisor.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The platform of this home folder as its user's commands see it, whether it runs or not. */
public final class Installed {
    private final Settings settings;

    public Installed(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts all that does not run, and returns when it is ready. A supervisor of other settings or of an older build
     * gives way to a new one, which adopts what runs as it should and starts the rest anew.
     */
    public void up(Consumer<String> listener) {
        String plan = Platform.plan(settings);
        client().filter(running -> !running.call("plan").equals(List.of(plan))).ifPresent(Client::endSupervisor);
        Detached.start(settings.path(""), Platform.class.getName()).follow(listener, "up");
    }

    /** Stops all that was started here, a killed supervisor's processes too. */
    public void down(Consumer<String> listener) {
        Optional<Client> client = client();
        if (client.isPresent()) {
            client.get().follow(listener, "down");
            return;
        }
        Leftovers.stop(settings.path(""), listener);
        new Workers(settings.path("workers")).stop(listener);
    }

    /** Every process with its memory; empty when no supervisor runs. */
    public List<ProcessStatus> status() {
        List<ProcessStatus> all = new ArrayList<>();
        client().ifPresent(client -> {
            client.call("status").forEach(line -> all.add(ProcessStatus.parse(line)));
            all.addAll(new Workers(settings.path("workers")).status());
        });
        return all;
    }

    private Optional<Client> client() {
        return Client.of(settings.path(""));
    }
}
