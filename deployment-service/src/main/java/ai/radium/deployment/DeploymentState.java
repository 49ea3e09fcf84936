package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.deployment.runtime.Failure;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a deployment is in its life. A transition is a method of the states that allow it, and of no other. */
public sealed interface DeploymentState {
    /** Not deleted: its owner may still do something with it. */
    sealed interface Kept extends DeploymentState {
        /** Its owner wants it to run. */
        Kept start();

        /** Its owner changed what should run. */
        Kept change();

        /** Its owner wants nothing to run. */
        default Stopped stop() {
            return new Stopped();
        }
    }

    /** Replicas are wanted. */
    sealed interface Wanted extends Kept {
        @Override
        default Kept start() {
            return this;
        }

        @Override
        default Kept change() {
            return this;
        }
    }

    /** The runtime is at it, and what it shows decides what comes next. */
    sealed interface Watched extends Wanted {
        /**
         * @param ready replicas that take calls
         * @param wanted replicas that should
         * @param failure what keeps a replica from running
         */
        Kept seen(int ready, int wanted, @Nullable Failure failure);
    }

    /** Accepted; nothing was asked of the runtime yet. */
    record Pending() implements Wanted {
        Deploying begin() {
            return new Deploying();
        }
    }

    /** Not all replicas take calls, and never did since it was started. */
    record Deploying() implements Watched {
        @Override
        public Kept seen(int ready, int wanted, @Nullable Failure failure) {
            if (ready >= wanted) {
                return new Active(failure);
            }
            return failure == null ? this : new Failed(failure);
        }
    }

    /**
     * Takes calls.
     *
     * @param shortfall what keeps some of the replicas, but not all, from running
     */
    record Active(@Nullable Failure shortfall) implements Watched {
        @Override
        public Kept seen(int ready, int wanted, @Nullable Failure failure) {
            if (ready == 0) {
                return new Deploying().seen(ready, wanted, failure);
            }
            return ready >= wanted || failure != null ? new Active(failure) : this;
        }
    }

    /** Did not come to run and holds nothing; tried again by itself after a while, from the start. */
    record Failed(Failure failure) implements Kept {
        Pending retry() {
            return new Pending();
        }

        /** Failed once more before anything was tried. */
        Failed again(Failure other) {
            return new Failed(other);
        }

        @Override
        public Kept start() {
            return new Pending();
        }

        @Override
        public Kept change() {
            return new Pending();
        }
    }

    /** Kept, with nothing running. */
    record Stopped() implements Kept {
        @Override
        public Kept start() {
            return new Pending();
        }

        @Override
        public Kept change() {
            return this;
        }
    }

    /** Gone for its owner; what runs of it is being taken away. */
    record Deleting() implements DeploymentState {}

    default DeploymentStatus status() {
        return switch (this) {
            case Pending ignored -> DeploymentStatus.PENDING;
            case Deploying ignored -> DeploymentStatus.DEPLOYING;
            case Active ignored -> DeploymentStatus.ACTIVE;
            case Failed ignored -> DeploymentStatus.FAILED;
            case Stopped ignored -> DeploymentStatus.STOPPED;
            case Deleting ignored -> DeploymentStatus.DELETED;
        };
    }

    /** As customers read it. */
    default String word() {
        return status().name().toLowerCase(Locale.ROOT);
    }

    /** What keeps all or some replicas from running. */
    default @Nullable Failure problem() {
        return switch (this) {
            case Active active -> active.shortfall();
            case Failed failed -> failed.failure();
            case Pending ignored -> null;
            case Deploying ignored -> null;
            case Stopped ignored -> null;
            case Deleting ignored -> null;
        };
    }

    static DeploymentState of(DeploymentStatus status, @Nullable Failure problem) {
        return switch (status) {
            case PENDING -> new Pending();
            case DEPLOYING -> new Deploying();
            case ACTIVE -> new Active(problem);
            case FAILED -> new Failed(Objects.requireNonNull(problem, "a failed deployment has a reason"));
            case STOPPED -> new Stopped();
            case DELETED -> new Deleting();
        };
    }
}
