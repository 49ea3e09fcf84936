package ai.radium.kit.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Counts and logs what came into another state: {@code radium_state_changes_total{of,to}}. A change whose transaction fails
 * and is tried again counts again.
 */
@ApplicationScoped
public class StateChanges {
    private static final Logger LOG = Logger.getLogger(StateChanges.class);

    private final MeterRegistry meters;

    StateChanges(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * One thing changed.
     *
     * @param of its kind, such as {@code api_key}
     * @param to its state from now on
     */
    public void happened(String of, String id, String to) {
        count(of, to, 1);
        LogLine.to(LOG).with("of", of).with("id", id).with("to", to).info("state changed");
    }

    /** As many changed; too many for a line each. */
    public void count(String of, String to, int number) {
        meters.counter("radium.state.changes", "of", of, "to", to).increment(number);
    }
}
