package ai.radium.gateway.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Since when a client is waited for, and what it had brought by then. What has come of half a head is seen by its bytes
 * alone.
 */
final class Patience {
    private static final long MEBIBYTE = 1024 * 1024;

    /** For the rest of a request that has its reply already. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final HttpBounds bounds;
    private Wait wait;

    private sealed interface Wait {
        /** A request's first byte. */
        record Idle(long since, long received) implements Wait {}

        /** The end of its head. */
        record Head(long since) implements Wait {}

        /**
         * The end of its body.
         *
         * @param begun when the request began, {@code receivedThen} the bytes of the connection by then
         * @param since the last progress, {@code receivedSince} the bytes by then
         */
        record Body(long begun, long receivedThen, long since, long receivedSince) implements Wait {}
    }

    /** From connecting on the first head is waited for, whether or not a byte of it comes. */
    Patience(HttpBounds bounds, long now) {
        this.bounds = bounds;
        wait = new Wait.Head(now);
    }

    void forNextRequest(long now, long received) {
        wait = new Wait.Idle(now, received);
    }

    void forBody(long now, long received) {
        wait = new Wait.Body(now, received, now, received);
    }

    /** Which of its bounds a client has passed that owes a head; empty while it may take longer. */
    Optional<HttpStats.Kind> overdueHead(long now, long received) {
        return switch (wait) {
            case Wait.Idle idle -> {
                if (received > idle.received()) {
                    wait = new Wait.Head(now);
                    yield Optional.empty();
                }
                yield late(now - idle.since(), bounds.idle(), HttpStats.Kind.IDLE);
            }
            case Wait.Head head -> late(now - head.since(), bounds.head(), HttpStats.Kind.HEAD);
            case Wait.Body ignored -> Optional.empty();
        };
    }

    private static Optional<HttpStats.Kind> late(long nanos, Duration bound, HttpStats.Kind kind) {
        return nanos > bound.toNanos() ? Optional.of(kind) : Optional.empty();
    }

    /** Whether a body is late: it makes no progress, or takes too long altogether for what it has brought. */
    boolean isBodyOverdue(long now, long received) {
        if (!(wait instanceof Wait.Body body)) {
            return false;
        }
        long mebibytes = 1 + (received - body.receivedThen()) / MEBIBYTE;
        if (now - body.begun() > mebibytes * bounds.wholeBody().toNanos()) {
            return true;
        }
        if (received - body.receivedSince() >= bounds.bodyProgress()) {
            wait = new Wait.Body(body.begun(), body.receivedThen(), now, received);
            return false;
        }
        return now - body.since() > bounds.body().toNanos();
    }

    /** Whether the rest of a request that has its reply is waited for no longer. */
    boolean isRestOverdue(long now) {
        return wait instanceof Wait.Body body && now - body.since() > REST.toNanos();
    }
}
