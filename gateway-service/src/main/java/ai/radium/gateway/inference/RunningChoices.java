package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.worker.DeltaParts;
import ai.radium.gateway.worker.GenerateListener;
import ai.radium.gateway.worker.GrpcStatus;
import ai.radium.gateway.worker.ReplicaWork;
import java.util.LinkedHashMap;
import java.util.Map;

/** The generations of one attempt's choices on one replica: some at once, the next ones as those end. */
final class RunningChoices implements ReplicaWork {
    /** As many as a worker runs by default: more of one call would only fill its queue. */
    private static final int AT_ONCE = 4;

    private final SeveralGenerations call;
    private final Replica replica;
    private final int count;
    private final Map<Choice, ReplicaWork> open = new LinkedHashMap<>();
    private int next;
    private boolean isBegun;
    private boolean isCancelled;

    RunningChoices(SeveralGenerations call, Replica replica, int count) {
        this.call = call;
        this.replica = replica;
        this.count = count;
    }

    void sendNext() {
        while (open.size() < AT_ONCE && next < count) {
            Choice choice = new Choice(next++);
            open.put(choice, call.generate(replica, choice.index, choice));
        }
    }

    /** Whether one that was sent may still be in the worker's queue. */
    boolean awaitsFirstTokens() {
        return open.keySet().stream().anyMatch(choice -> !choice.hasTokens);
    }

    @Override
    public void cancel() {
        isCancelled = true;
        open.values().forEach(ReplicaWork::cancel);
    }

    @Override
    public void writableAgain() {
        open.values().forEach(ReplicaWork::writableAgain);
    }

    @Override
    public String address() {
        return replica.address();
    }

    /** One generation, until it has ended or all of them were cancelled: those of a connection that breaks hear of it after that. */
    private final class Choice implements GenerateListener {
        private final int index;
        private boolean hasTokens;

        private Choice(int index) {
            this.index = index;
        }

        private boolean isOpen() {
            return !isCancelled && open.containsKey(this);
        }

        @Override
        public void accepted(int queuePosition) {
            isBegun = true;
        }

        @Override
        public void prefillDone(long ttftMicros, int cachedTokens, int promptTokens) {
            if (isOpen()) {
                call.prefilled(index, promptTokens, cachedTokens);
            }
        }

        @Override
        public void delta(DeltaParts delta) {
            if (isOpen()) {
                hasTokens = true;
                call.delta(index, delta);
            }
        }

        @Override
        public void finished(Finish finish) {
            if (!isOpen()) {
                return;
            }
            open.remove(this);
            call.finished(index, finish);
            sendNext();
            if (open.isEmpty()) {
                call.finished();
            }
        }

        @Override
        public void failed(String code, boolean retryable, String message, String param) {
            if (isOpen()) {
                call.failed(index, code, retryable, message, param);
            }
        }

        @Override
        public void ended(GrpcStatus status) {
            if (isOpen()) {
                call.ended(index, status);
            }
        }

        /** Whether the worker surely did not begin is said of all choices at once. */
        @Override
        public void lost(boolean untouched) {
            if (isOpen()) {
                call.lost(untouched && !isBegun);
            }
        }

        @Override
        public void readComplete() {
            call.readComplete();
        }

        @Override
        public boolean isWritable() {
            return call.isWritable();
        }
    }
}
