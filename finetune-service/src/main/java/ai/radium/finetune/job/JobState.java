package ai.radium.finetune.job;

import ai.radium.contracts.finetune.JobStatus;
import ai.radium.finetune.trainer.JobFailure;

/** Where a job is. What has ended stays as it is. */
public sealed interface JobState {
    JobStatus status();

    /** A job that can still end in whichever way. */
    sealed interface Open extends JobState {
        default Failed failed(JobFailure reason, String message) {
            return new Failed(reason, message);
        }

        default Cancelled cancelled() {
            return new Cancelled();
        }
    }

    /** A job that changes no more. */
    sealed interface Ended extends JobState {
        /** Whether what was trained is to be paid for. */
        boolean isBilled();
    }

    /** It waits for its turn, or for its data to be read. */
    record Pending() implements Open {
        @Override
        public JobStatus status() {
            return JobStatus.PENDING;
        }

        Running started() {
            return new Running();
        }
    }

    record Running() implements Open {
        @Override
        public JobStatus status() {
            return JobStatus.RUNNING;
        }

        Completed completed() {
            return new Completed();
        }
    }

    record Completed() implements Ended {
        @Override
        public JobStatus status() {
            return JobStatus.COMPLETED;
        }

        @Override
        public boolean isBilled() {
            return true;
        }
    }

    /** @param message one sentence for people */
    record Failed(JobFailure reason, String message) implements Ended {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }

        @Override
        public boolean isBilled() {
            return false;
        }
    }

    record Cancelled() implements Ended {
        @Override
        public JobStatus status() {
            return JobStatus.CANCELLED;
        }

        @Override
        public boolean isBilled() {
            return true;
        }
    }
}
