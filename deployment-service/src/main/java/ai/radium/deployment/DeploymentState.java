package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.deployment.runtime.Failure;
import ai.radium.kit.problem.ProblemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a deployment is in its life. A transition is a method; a state that does not allow it refuses what a customer
 * asked with INVALID_STATE and what the reconciler did with IllegalStateException: a bug.
 */
sealed interface DeploymentState {
    /** Accepted; nothing was asked of the runtime yet. */
    record Pending() implements DeploymentState {
        @Override
        public DeploymentState begin() {
            return new Deploying();
        }

        @Override
        public DeploymentState start() {
            return this;
        }

        @Override
        public DeploymentState change() {
            return this;
        }
    }

    /** The runtime is at it. */
    record Deploying() implements DeploymentState {
        @Override
        public DeploymentState ready() {
            return new Active(null);
        }

        @Override
        public DeploymentState fail(Failure failure) {
            return new Failed(failure);
        }

        @Override
        public DeploymentState start() {
            return this;
        }

        @Override
        public DeploymentState change() {
            return this;
        }
    }

    /**
     * Takes calls.
     *
     * @param shortfall what keeps some of the replicas, but not all, from running
     */
    record Active(@Nullable Failure shortfall) implements DeploymentState {
        @Override
        public DeploymentState ready() {
            return new Active(null);
        }

        @Override
        public DeploymentState fail(Failure failure) {
            return new Active(failure);
        }

        @Override
        public DeploymentState lose() {
            return new Deploying();
        }

        @Override
        public DeploymentState start() {
            return this;
        }

        @Override
        public DeploymentState change() {
            return this;
        }
    }

    /** Did not come to run and holds nothing; tried again by itself after a while, from the start. */
    record Failed(Failure failure) implements DeploymentState {
        @Override
        public DeploymentState fail(Failure other) {
            return new Failed(other);
        }

        @Override
        public DeploymentState retry() {
            return new Pending();
        }

        @Override
        public DeploymentState start() {
            return new Pending();
        }

        @Override
        public DeploymentState change() {
            return new Pending();
        }
    }

    /** Kept, with nothing running. */
    record Stopped() implements DeploymentState {
        @Override
        public DeploymentState start() {
            return new Pending();
        }

        @Override
        public DeploymentState change() {
            return this;
        }

        @Override
        public DeploymentState restart() {
            throw refused("A stopped deployment cannot be restarted; start it");
        }
    }

    /** Gone for its owner; what runs of it is being taken away. */
    record Deleting() implements DeploymentState {
        @Override
        public DeploymentState stop() {
            throw refused("The deployment is being deleted");
        }

        @Override
        public DeploymentState restart() {
            throw refused("The deployment is being deleted");
        }
    }

    /** The reconciler takes it up. */
    default DeploymentState begin() {
        throw impossible("begin");
    }

    /** All desired replicas take calls. */
    default DeploymentState ready() {
        throw impossible("ready");
    }

    /** Something keeps replicas from running. */
    default DeploymentState fail(Failure failure) {
        throw impossible("fail");
    }

    /** The reconciler tries once more. */
    default DeploymentState retry() {
        throw impossible("retry");
    }

    /** No replica takes calls any more. */
    default DeploymentState lose() {
        throw impossible("lose");
    }

    /** Its owner wants it to run. */
    default DeploymentState start() {
        throw refused("The deployment is being deleted");
    }

    /** Its owner wants nothing to run. */
    default DeploymentState stop() {
        return new Stopped();
    }

    /** Its owner changed what should run. */
    default DeploymentState change() {
        throw refused("The deployment is being deleted");
    }

    /** Its owner wants fresh replicas. */
    default DeploymentState restart() {
        return change();
    }

    /** Its owner wants it gone. */
    default DeploymentState delete() {
        return new Deleting();
    }

    /** Whether replicas are wanted. */
    default boolean wantsReplicas() {
        return switch (this) {
            case Pending ignored -> true;
            case Deploying ignored -> true;
            case Active ignored -> true;
            case Failed ignored -> false;
            case Stopped ignored -> false;
            case Deleting ignored -> false;
        };
    }

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

    private static ProblemException refused(String detail) {
        return new ProblemException(DeploymentProblem.INVALID_STATE, detail, "status");
    }

    private IllegalStateException impossible(String event) {
        return new IllegalStateException(event + " in " + this);
    }
}
