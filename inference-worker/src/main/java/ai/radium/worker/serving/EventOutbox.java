package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Event;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One client's stream. Never blocks: what a slow reader has not taken yet is kept, text merged into one delta, so that the
 * engine and the slot are free however slowly somebody reads.
 */
final class EventOutbox {
    private final ServerCallStreamObserver<Event> client;
    private final Deque<Event> pending = new ArrayDeque<>();
    private boolean ended;
    private boolean completed;

    EventOutbox(ServerCallStreamObserver<Event> client) {
        this.client = client;
    }

    synchronized void send(Event event) {
        if (pending.isEmpty() && client.isReady()) {
            client.onNext(event);
            return;
        }
        Event last = pending.peekLast();
        if (last != null && isText(last) && isText(event)) {
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
            client.onNext(pending.remove());
        }
        if (ended && pending.isEmpty() && !completed) {
            completed = true;
            client.onCompleted();
        }
    }

    synchronized void refuse(RuntimeException status) {
        completed = true;
        client.onError(status);
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
