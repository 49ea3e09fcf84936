package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Event;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * One client's stream. What a slow reader has not taken yet is kept, text merged into few deltas, so that the engine and the
 * slot are free however slowly somebody reads; beyond what may be kept, the run waits for the reader, and for no longer than
 * its patience.
 */
final class EventOutbox {
    /** Characters of text, reasoning, calls and logprobs. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    /** Text is merged up to this size: to copy a larger one for every token would cost more than it saves. */
    private static final int MERGED_CHARACTERS = 4 * 1024;

    private final ServerCallStreamObserver<Event> client;
    private final Deque<Event> pending = new ArrayDeque<>();
    private int characters;
    private boolean ended;
    private boolean completed;

    EventOutbox(ServerCallStreamObserver<Event> client) {
        this.client = client;
    }

    /**
     * Blocks only while as much is kept as may be; an interrupt ends that and stays set.
     *
     * @throws SlowReader when too little is taken in time; what was kept is dropped
     */
    synchronized void deliver(Event delta) {
        if (!hasRoom()) {
            pending.clear();
            characters = 0;
            throw new SlowReader();
        }
        send(delta);
    }

    /** Never blocks: for the few events that are small. */
    synchronized void send(Event event) {
        if (pending.isEmpty() && client.isReady()) {
            client.onNext(event);
            return;
        }
        characters += characters(event);
        Event last = pending.peekLast();
        if (last != null && isText(last) && isText(event) && characters(last) < MERGED_CHARACTERS) {
            pending.removeLast();
            pending.add(merged(last.getDelta(), event.getDelta()));
        } else {
            pending.add(event);
        }
    }

    /** No more events; the call completes when the last one is taken. */
    synchronized void end() {
        ended = true;
        flush();
    }

    /** Called when the client can take more. */
    synchronized void flush() {
        while (!pending.isEmpty() && client.isReady()) {
            Event next = pending.remove();
            characters -= characters(next);
            client.onNext(next);
        }
        notifyAll();
        if (ended && pending.isEmpty() && !completed) {
            completed = true;
            client.onCompleted();
        }
    }

    synchronized void refuse(RuntimeException status) {
        completed = true;
        client.onError(status);
    }

    private boolean hasRoom() {
        long deadline = System.nanoTime() + SlowReader.PATIENCE.toNanos();
        try {
            while (characters >= MOST_CHARACTERS) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static int characters(Event event) {
        Delta delta = event.getDelta();
        return delta.getText().length()
                + delta.getReasoning().length()
                + delta.getToolCalls().length()
                + delta.getLogprobs().length();
    }

    private static boolean isText(Event event) {
        return event.hasDelta()
                && event.getDelta().getToolCalls().isEmpty()
                && event.getDelta().getLogprobs().isEmpty();
    }

    private static Event merged(Delta first, Delta second) {
        return Event.newBuilder()
                .setDelta(second.toBuilder()
                        .setText(first.getText() + second.getText())
                        .setReasoning(first.getReasoning() + second.getReasoning()))
                .build();
    }
}
