package ai.radium.gateway.inference;

import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.worker.ReplicaWork;
import org.jspecify.annotations.Nullable;

/** Where one call stands. Each state holds what only it has. */
sealed interface CallState {
    /** A replica works on it. */
    sealed interface Open extends CallState {
        ReplicaWork work();

        /** Lets go of what is held for a further attempt. */
        void release();
    }

    /**
     * No token has come yet: another replica may be asked, which needs the body.
     *
     * @param attempts this one included
     */
    record Waiting(ReplicaWork work, HeldBody body, int attempts) implements Open {
        private static final int MOST_ATTEMPTS = 2;

        boolean mayTryAnother() {
            return attempts < MOST_ATTEMPTS;
        }

        Waiting onAnother(ReplicaWork next) {
            return new Waiting(next, body, attempts + 1);
        }

        /** The first token: no attempt can follow any more. */
        Answering answering() {
            body.release();
            return new Answering(work, null);
        }

        /** As {@link #answering}, of an answer whose later parts need the body too. */
        Answering answeringByTheBody() {
            return new Answering(work, body);
        }

        @Override
        public void release() {
            body.release();
        }
    }

    /**
     * Tokens have come; what was given to the client cannot be taken back.
     *
     * @param body null when it went with the first token
     */
    record Answering(ReplicaWork work, @Nullable HeldBody body) implements Open {
        @Override
        public void release() {
            if (body != null) {
                body.release();
            }
        }
    }

    /** The client was told the end, or is gone; the usage is recorded. Nothing changes this any more. */
    record Ended() implements CallState {
        static final Ended INSTANCE = new Ended();
    }
}
