package ai.radium.gateway.worker;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** The windows of one connection (RFC 9113, section 5.2): what we may send now, and what the worker may. */
final class FlowControl {
    /** What a worker may send ahead of one client that does not read. */
    static final int STREAM_WINDOW = 64 * 1024;

    static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

    private static final int DEFAULT_WINDOW = 65_535;

    private final TurnBuffer out;
    private final ArrayDeque<CallStream> blocked = new ArrayDeque<>();
    private long sendWindow = DEFAULT_WINDOW;
    private int initialWindow = DEFAULT_WINDOW;
    private int unacknowledged;

    FlowControl(TurnBuffer out) {
        this.out = out;
    }

    /** Of a stream that begins now. */
    int initialWindow() {
        return initialWindow;
    }

    /** Sends what the windows let through; the rest follows when they open. */
    void send(CallStream stream) {
        ByteBuf message = stream.unsent;
        while (message != null && message.isReadable()) {
            int length = (int) Math.min(
                    Math.min(message.readableBytes(), Frames.MAX_FRAME), Math.min(sendWindow, stream.sendWindow));
            if (length <= 0) {
                blocked.add(stream);
                return;
            }
            sendWindow -= length;
            stream.sendWindow -= length;
            boolean last = length == message.readableBytes();
            ByteBuf buffer = out.bytes();
            Frames.head(buffer, length, Frames.DATA, last ? Frames.END_STREAM : 0, stream.id);
            buffer.writeBytes(message, length);
        }
        if (message != null) {
            message.release();
            stream.unsent = null;
        }
    }

    /** The worker takes more on the connection. */
    void connectionOpened(int bytes) {
        sendWindow += bytes;
        sendBlocked();
    }

    /** The worker takes more of that stream. */
    void streamOpened(CallStream stream, int bytes) {
        stream.sendWindow += bytes;
        sendBlocked();
    }

    /** The worker has changed every stream's window, of open ones too. */
    void initialWindow(int bytes, Iterable<CallStream> open) {
        int difference = bytes - initialWindow;
        initialWindow = bytes;
        for (CallStream stream : open) {
            stream.sendWindow += difference;
        }
        sendBlocked();
    }

    private void sendBlocked() {
        for (int i = blocked.size(); i > 0; i--) {
            CallStream stream = blocked.remove();
            if (!stream.isEnded()) {
                send(stream);
            }
        }
    }

    /** Gives the connection's window back once half of it is used, whoever reads. */
    void received(int bytes) {
        unacknowledged += bytes;
        if (unacknowledged > CONNECTION_WINDOW / 2) {
            Frames.writeWindowUpdate(out.bytes(), 0, unacknowledged);
            unacknowledged = 0;
        }
    }

    /** Gives the worker back the window that the client has consumed. */
    void consumed(CallStream stream) {
        if (!stream.isEnded() && stream.unacknowledged > STREAM_WINDOW / 2 && stream.listener.isWritable()) {
            Frames.writeWindowUpdate(out.bytes(), stream.id, stream.unacknowledged);
            stream.unacknowledged = 0;
        }
    }
}
