package ai.radium.gateway.worker;

import ai.radium.contracts.worker.EventReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection to one worker. What a loop turn has to send leaves in one write, by a task queued on the loop;
 * what one read brought is given to each listener before it is told that the read is complete.
 */
final class WorkerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerConnection.class);

    private static final int LAST_STREAM_ID = 0x3FFF_FFFF;

    private final String address;
    private final Map<Rpc, byte[]> requestHeaders = new EnumMap<>(Rpc.class);
    private final Runnable onClosed;
    private final StreamCount count;
    private final IntObjectMap<CallStream> streams = new IntObjectHashMap<>();
    private final List<CallStream> dirty = new ArrayList<>();
    private final EventReader events = new EventReader();
    private final FrameReader frames = new FrameReader();
    private final TurnBuffer out = new TurnBuffer();
    private final Pings pings;
    private final FlowControl windows = new FlowControl(out);
    private final HeaderBlocks headerBlocks = new HeaderBlocks();

    private int nextId = 1;
    private int maxStreams = 100;
    private boolean closing;

    WorkerConnection(String address, String token, StreamCount count, Runnable onClosed) {
        this.address = address;
        this.count = count;
        this.onClosed = onClosed;
        pings = new Pings(address, out);
        for (Rpc rpc : Rpc.values()) {
            requestHeaders.put(rpc, Frames.requestHeaders(rpc, address, token));
        }
        Frames.writePreface(out.bytes(), FlowControl.STREAM_WINDOW, FlowControl.CONNECTION_WINDOW);
    }

    String address() {
        return address;
    }

    int open() {
        return streams.size();
    }

    /** Whether another call fits. */
    boolean hasRoom() {
        return !closing && streams.size() < maxStreams && nextId < LAST_STREAM_ID;
    }

    /**
     * Begins a call; the message is length-prefixed and is released here.
     *
     * @param trace header block of this call alone
     */
    WorkerCall call(Rpc rpc, byte[] trace, ByteBuf message, CallListener listener) {
        byte[] headers = Objects.requireNonNull(requestHeaders.get(rpc));
        CallStream stream = new CallStream(nextId, listener, message, windows.initialWindow());
        nextId += 2;
        count.began();
        streams.put(stream.id, stream);
        ByteBuf buffer = out.bytes();
        Frames.head(buffer, headers.length + trace.length, Frames.HEADERS, Frames.END_HEADERS, stream.id);
        buffer.writeBytes(headers).writeBytes(trace);
        windows.send(stream);
        return new WorkerCall(this, stream);
    }

    /** Lets go of a stream that was taken out of {@link #streams}. */
    private void release(CallStream stream) {
        count.ended();
        stream.release();
    }

    void cancel(CallStream stream) {
        if (streams.remove(stream.id) != null) {
            Frames.writeReset(out.bytes(), stream.id, Frames.CANCEL);
            release(stream);
        }
    }

    /** The client has taken what came on that stream. */
    void openWindow(CallStream stream) {
        windows.consumed(stream);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        pings.start(context.channel());
        out.open(context.channel()); // the preface leaves, and what was called for meanwhile
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            frames.feed(bytes);
            while (frames.next()) {
                frame();
            }
        } catch (Http2Exception | RuntimeException e) { // whatever the peer sent, only this connection dies of it
            LOG.atWarn().addKeyValue("worker", address).setCause(e).log("what a worker sent cannot be read");
            context.close();
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        for (int i = 0; i < dirty.size(); i++) {
            CallStream stream = dirty.get(i);
            stream.dirty = false;
            if (!stream.isEnded()) {
                stream.listener.readComplete();
                windows.consumed(stream);
            }
        }
        dirty.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("worker", address).setCause(cause).log("a connection to a worker broke");
        context.close();
    }

    /** All calls on it are lost. Called once the channel is gone, or could not be opened. */
    void closed() {
        closing = true;
        onClosed.run();
        pings.stop();
        frames.release();
        out.release();
        List<CallStream> lost = new ArrayList<>(streams.values());
        streams.clear();
        for (CallStream stream : lost) {
            release(stream);
            stream.listener.lost(!stream.touched);
        }
    }

    private void frame() throws Http2Exception {
        switch (frames.type()) {
            case Frames.DATA -> data();
            case Frames.HEADERS, Frames.CONTINUATION -> headers();
            case Frames.RST_STREAM -> reset(frames.stream());
            case Frames.SETTINGS -> settings();
            case Frames.PING -> pinged(frames.bytes().getLong(frames.start()));
            case Frames.GOAWAY -> goAway(frames.bytes().getInt(frames.start()) & 0x7FFF_FFFF);
            case Frames.WINDOW_UPDATE ->
                windowUpdate(frames.stream(), frames.bytes().getInt(frames.start()) & 0x7FFF_FFFF);
            case Frames.PUSH_PROMISE ->
                throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "push was not allowed");
            default -> {
                // frames of other types are ignored (RFC 9113, 4.1)
            }
        }
    }

    private void data() {
        windows.received(frames.length());
        CallStream stream = streams.get(frames.stream());
        if (stream == null) {
            return;
        }
        boolean last = frames.has(Frames.END_STREAM);
        stream.unacknowledged += frames.length();
        int before = frames.has(Frames.PADDED) ? 1 : 0;
        int padding = before == 0 ? 0 : frames.bytes().getUnsignedByte(frames.start());
        try {
            stream.receive(frames.bytes(), frames.start() + before, frames.length() - before - padding, events);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // only this call dies of what it was sent
            LOG.atWarn().addKeyValue("worker", address).setCause(e).log("a message of a worker cannot be read");
            cancel(stream);
            stream.listener.ended(new GrpcStatus(GrpcStatus.INTERNAL, "unreadable message", null, null, 0));
            return;
        }
        if (!stream.dirty) {
            stream.dirty = true;
            dirty.add(stream);
        }
        if (last) {
            end(stream, new GrpcStatus(GrpcStatus.UNAVAILABLE, "ended without a status", null, null, 0));
        }
    }

    private void headers() throws Http2Exception {
        ByteBuf block = frames.headers();
        try {
            GrpcStatus status = headerBlocks.read(frames.stream(), block);
            CallStream stream = streams.get(frames.stream());
            if (stream != null && (status != null || frames.headersEndStream())) {
                end(stream, status == null ? new GrpcStatus(2, "no status", null, null, 0) : status);
            }
        } finally {
            block.release();
        }
    }

    private void reset(int id) {
        CallStream stream = streams.remove(id);
        if (stream != null) {
            release(stream);
            stream.listener.lost(!stream.touched);
        }
    }

    private void settings() {
        if (frames.has(Frames.ACK)) {
            return;
        }
        ByteBuf bytes = frames.bytes();
        int end = frames.start() + frames.length();
        for (int at = frames.start(); at + Frames.SETTING_LENGTH <= end; at += Frames.SETTING_LENGTH) {
            setting(bytes.getUnsignedShort(at), bytes.getInt(at + 2));
        }
        Frames.writeSettingsAck(out.bytes());
    }

    private void setting(int id, int value) {
        if (id == Frames.SETTING_MAX_CONCURRENT_STREAMS) {
            maxStreams = value < 0 ? Integer.MAX_VALUE : value;
        } else if (id == Frames.SETTING_INITIAL_WINDOW_SIZE) {
            windows.initialWindow(value, streams.values());
        }
    }

    private void pinged(long opaque) {
        if (frames.has(Frames.ACK)) {
            pings.answered();
        } else {
            Frames.writePing(out.bytes(), Frames.ACK, opaque);
        }
    }

    /** The worker goes: no new call here, those it never saw are lost untouched. */
    private void goAway(int lastId) {
        closing = true;
        onClosed.run();
        List<CallStream> unseen =
                streams.values().stream().filter(stream -> stream.id > lastId).toList();
        for (CallStream stream : unseen) {
            streams.remove(stream.id);
            release(stream);
            stream.listener.lost(true);
        }
    }

    private void windowUpdate(int id, int bytes) {
        if (id == 0) {
            windows.connectionOpened(bytes);
            return;
        }
        CallStream stream = streams.get(id);
        if (stream != null) {
            windows.streamOpened(stream, bytes);
        }
    }

    private void end(CallStream stream, GrpcStatus status) {
        if (streams.remove(stream.id) == null) {
            return; // its listener has cancelled it meanwhile
        }
        boolean unsent = stream.unsent != null;
        release(stream);
        if (unsent) {
            Frames.writeReset(out.bytes(), stream.id, Frames.CANCEL);
        }
        if (stream.dirty) {
            stream.listener.readComplete();
        }
        stream.listener.ended(status);
    }
}
