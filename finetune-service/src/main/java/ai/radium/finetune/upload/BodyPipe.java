package ai.radium.finetune.upload;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** From an event loop, which never waits, to a thread that does. What is on the way is bounded: the sender is told to stop. */
final class BodyPipe extends InputStream {
    private static final int MOST_BYTES = 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Buffer> parts = new ArrayDeque<>();
    private final Sender sender;
    private int taken;
    private int waiting;
    private boolean held;
    private boolean ended;
    private @Nullable IOException failure;

    /** Whoever fills it. */
    interface Sender {
        /** Called on its own thread, which must not wait. */
        void hold();

        /** Called on the reader's thread. */
        void goOn();
    }

    BodyPipe(Sender sender) {
        this.sender = sender;
    }

    void add(Buffer part) {
        locked(() -> {
            parts.add(part);
            waiting += part.length();
            if (waiting > MOST_BYTES && !held) {
                held = true;
                sender.hold();
            }
        });
    }

    /** No more comes. */
    void end() {
        locked(() -> ended = true);
    }

    /** The reader fails with this. */
    void fail(IOException why) {
        locked(() -> failure = why);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (parts.isEmpty() && !ended && failure == null) {
                changed.await();
            }
            if (failure != null) {
                throw failure;
            }
            return parts.isEmpty() ? -1 : take(into, offset, length);
        } catch (InterruptedException e) {
            throw (IOException) new IOException("interrupted while it waited").initCause(e);
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] into, int offset, int length) {
        Buffer first = parts.element();
        int bytes = Math.min(length, first.length() - taken);
        first.getBytes(taken, taken + bytes, into, offset);
        taken += bytes;
        if (taken == first.length()) {
            parts.remove();
            taken = 0;
        }
        waiting -= bytes;
        if (held && waiting < MOST_BYTES / 2) {
            held = false;
            sender.goOn();
        }
        return bytes;
    }
}
