package ai.radium.gateway.inference;

import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.worker.WorkerCall;

/** Where one call stands. Each state holds what only it has. */
sealed interface CallState {
    /** A replica works on it. */
    sealed interface Open extends CallState {
        WorkerCall call();

        /** Lets go of what is held for a further attempt. */
        void release();
    }

    /**
     * No token has come yet: another replica may be asked, which needs the body.
     *
     * @param attempts this one included
     */
    record Waiting(WorkerCall call, HeldBody body, int attempts) implements Open {
        private static final int MOST_ATTEMPTS = 2;

        boolean mayTryAnother() {
            return attempts < MOST_ATTEMPTS;
        }

        Waiting onAnother(WorkerCall next) {
            return new Waiting(next, body, attempts + 1);
        }

        /** The first token: no attempt can follow any more. */
        Answering answering() {
            body.release();
            return new Answering(call);
        }

        @Override
        public void release() {
            body.release();
        }
    }

    /** Tokens have come; what was given to the client cannot be taken back. */
    record Answering(WorkerCall call) implements Open {
        @Override
        public void release() {
            // the body went with the first token
        }
    }

    /** The client was told the end, or is gone; the usage is recorded. Nothing changes this any more. */
    record Ended() implements CallState {
        static final Ended INSTANCE = new Ended();
    }
}
