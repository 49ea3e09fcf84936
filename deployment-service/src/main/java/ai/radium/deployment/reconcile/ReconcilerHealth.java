package ai.radium.deployment.reconcile;

import ai.radium.deployment.wakeup.Wakeups;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Not alive when the reconciler is stuck; a look that fails, for example without a database, is no stuck one. */
@Liveness
class ReconcilerHealth implements HealthCheck {
    private final Wakeups wakeups;
    private final Duration stuckAfter;
    private final InstantSource clock;

    ReconcilerHealth(Wakeups wakeups, ReconcileConfig config, InstantSource clock) {
        this.wakeups = wakeups;
        this.clock = clock;
        stuckAfter = config.stuckAfter();
    }

    @Override
    public HealthCheckResponse call() {
        boolean isStuck = wakeups.waitingSince().plus(stuckAfter).isBefore(clock.instant());
        return HealthCheckResponse.named("reconciler").status(!isStuck).build();
    }
}
