package ai.radium.finetune.job;

import ai.radium.kit.life.StandingThread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Keeps thread and lease alive through long work. */
final class Upkeep {
    private static final Duration LONGEST_UNRENEWED = Duration.ofSeconds(1);

    private final StandingThread self;
    private final JobLease lease;
    private final JobLeases leases;
    private final InstantSource clock;
    private Instant renewal;

    Upkeep(StandingThread self, JobLease lease, JobLeases leases, InstantSource clock) {
        this.self = self;
        this.lease = lease;
        this.leases = leases;
        this.clock = clock;
        renewal = clock.instant().plus(LONGEST_UNRENEWED);
    }

    /** The work at hand is somebody else's, or nobody's, by now. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost() {
            super(null, null, false, false);
        }
    }

    /** @throws Lost when the work is to end here */
    void go() {
        self.step();
        if (self.isStopping()) {
            leases.giveBack(lease);
            throw new Lost();
        }
        if (clock.instant().isAfter(renewal)) {
            renewal = clock.instant().plus(LONGEST_UNRENEWED);
            if (!leases.renew(lease)) {
                throw new Lost();
            }
        }
    }
}
