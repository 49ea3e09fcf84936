package ai.radium.gateway.worker;

import ai.radium.contracts.worker.EventReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection to one worker. What a loop turn has to send leaves in one write, by a task queued on the loop;
 * what one read brought is given to each listener before it is told that the read is complete.
 */
final class WorkerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerConnection.class);

    /** What a worker may send ahead of one client that does not read. */
    private static final int STREAM_WINDOW = 64 * 1024;

    private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;
    private static final int PING_EVERY_SECONDS = 5;
    private static final int LAST_STREAM_ID = 0x3FFF_FFFF;

    private final String address;
    private final byte[] requestHeaders;
    private final Runnable onClosed;
    private final IntObjectMap<GenerateStream> streams = new IntObjectHashMap<>();
    private final ArrayDeque<GenerateStream> blocked = new ArrayDeque<>();
    private final List<GenerateStream> dirty = new ArrayList<>();
    private final EventReader events = new EventReader();
    private final FrameReader frames = new FrameReader(this);
    private final HeaderBlocks headerBlocks = new HeaderBlocks();

    private @Nullable Channel channel;
    private @Nullable ByteBuf out;
    private boolean flushQueued;
    private int nextId = 1;
    private long sendWindow = 65_535;
    private int initialWindow = 65_535;
    private int maxStreams = 100;
    private int unacknowledged;
    private boolean closing;
    private boolean pingOpen;
    private @Nullable Future<?> pings;

    WorkerConnection(String address, String token, Runnable onClosed) {
        this.address = address;
        this.onClosed = onClosed;
        requestHeaders = Frames.requestHeaders(address, token);
        Frames.writePreface(out(), STREAM_WINDOW, CONNECTION_WINDOW);
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

    /** Begins a call; the message is length-prefixed and is released here. */
    GenerateStream generate(ByteBuf message, GenerateListener listener) {
        GenerateStream stream = new GenerateStream(nextId, listener, this, initialWindow);
        nextId += 2;
        streams.put(stream.id, stream);
        ByteBuf buffer = out();
        Frames.head(buffer, requestHeaders.length, Frames.HEADERS, Frames.END_HEADERS, stream.id);
        buffer.writeBytes(requestHeaders);
        stream.unsent = message;
        send(stream);
        return stream;
    }

    void cancel(GenerateStream stream) {
        if (streams.remove(stream.id) != null) {
            Frames.writeReset(out(), stream.id, Frames.CANCEL);
            stream.release();
        }
    }

    /** Gives the worker back the window that the client has consumed. */
    void openWindow(GenerateStream stream) {
        if (!stream.ended && stream.unacknowledged > STREAM_WINDOW / 2 && stream.listener.isWritable()) {
            Frames.writeWindowUpdate(out(), stream.id, stream.unacknowledged);
            stream.unacknowledged = 0;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        pings = context.executor()
                .scheduleWithFixedDelay(this::ping, PING_EVERY_SECONDS, PING_EVERY_SECONDS, TimeUnit.SECONDS);
        queueFlush(channel); // the preface, and what was called for meanwhile
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            frames.read(bytes);
        } catch (Http2Exception | RuntimeException e) { // whatever the peer sent, only this connection dies of it
            LOG.warn("worker {} sent what cannot be read: {}", address, String.valueOf(e));
            context.close();
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        for (int i = 0; i < dirty.size(); i++) {
            GenerateStream stream = dirty.get(i);
            stream.dirty = false;
            if (!stream.ended) {
                stream.listener.readComplete();
                openWindow(stream);
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
        LOG.debug("connection to worker {} broke: {}", address, String.valueOf(cause));
        context.close();
    }

    /** All calls on it are lost. Called once the channel is gone, or could not be opened. */
    void closed() {
        closing = true;
        onClosed.run();
        if (pings != null) {
            pings.cancel(false);
        }
        frames.release();
        if (out != null) {
            out.release();
            out = null;
        }
        List<GenerateStream> lost = new ArrayList<>(streams.values());
        streams.clear();
        for (GenerateStream stream : lost) {
            stream.release();
            stream.listener.lost(!stream.touched);
        }
    }

    void data(int id, ByteBuf bytes, int start, int length, int frameLength, boolean end) {
        unacknowledged += frameLength;
        if (unacknowledged > CONNECTION_WINDOW / 2) {
            Frames.writeWindowUpdate(out(), 0, unacknowledged);
            unacknowledged = 0;
        }
        GenerateStream stream = streams.get(id);
        if (stream == null) {
            return;
        }
        stream.touched = true;
        stream.unacknowledged += frameLength;
        MessageAssembly.read(stream, bytes, start, length, events);
        if (!stream.dirty) {
            stream.dirty = true;
            dirty.add(stream);
        }
        if (end) {
            end(stream, new GrpcStatus(GrpcStatus.UNAVAILABLE, "ended without a status", null, null, 0));
        }
    }

    void headers(int id, ByteBuf block, boolean end) throws Http2Exception {
        GrpcStatus status = headerBlocks.read(id, block);
        GenerateStream stream = streams.get(id);
        if (stream == null) {
            return;
        }
        if (end || status != null) {
            end(stream, status == null ? new GrpcStatus(2, "no status", null, null, 0) : status);
        }
    }

    void reset(int id) {
        GenerateStream stream = streams.remove(id);
        if (stream != null) {
            stream.release();
            stream.listener.lost(!stream.touched);
        }
    }

    void setting(int id, int value) {
        if (id == Frames.SETTING_MAX_CONCURRENT_STREAMS) {
            maxStreams = value < 0 ? Integer.MAX_VALUE : value;
        } else if (id == Frames.SETTING_INITIAL_WINDOW_SIZE) {
            int difference = value - initialWindow;
            initialWindow = value;
            streams.values().forEach(stream -> stream.sendWindow += difference);
            sendBlocked();
        }
    }

    void settingsRead() {
        Frames.writeSettingsAck(out());
    }

    void pinged(long opaque, boolean answer) {
        if (answer) {
            pingOpen = false;
        } else {
            Frames.writePing(out(), Frames.ACK, opaque);
        }
    }

    /** The worker goes: no new call here, those it never saw are lost untouched. */
    void goAway(int lastId) {
        closing = true;
        onClosed.run();
        List<GenerateStream> unseen =
                streams.values().stream().filter(stream -> stream.id > lastId).toList();
        for (GenerateStream stream : unseen) {
            streams.remove(stream.id);
            stream.release();
            stream.listener.lost(true);
        }
    }

    void windowUpdate(int id, int bytes) {
        GenerateStream stream = streams.get(id);
        if (id == 0) {
            sendWindow += bytes;
        } else if (stream != null) {
            stream.sendWindow += bytes;
        }
        sendBlocked();
    }

    private void end(GenerateStream stream, GrpcStatus status) {
        streams.remove(stream.id);
        boolean unsent = stream.unsent != null;
        stream.release();
        if (unsent) {
            Frames.writeReset(out(), stream.id, Frames.CANCEL);
        }
        if (stream.dirty) {
            stream.listener.readComplete();
        }
        stream.listener.refused(status);
    }

    private void send(GenerateStream stream) {
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
            ByteBuf buffer = out();
            Frames.head(buffer, length, Frames.DATA, last ? Frames.END_STREAM : 0, stream.id);
            buffer.writeBytes(message, length);
        }
        if (message != null) {
            message.release();
            stream.unsent = null;
        }
    }

    private void sendBlocked() {
        for (int i = blocked.size(); i > 0; i--) {
            GenerateStream stream = blocked.remove();
            if (!stream.ended) {
                send(stream);
            }
        }
    }

    private void ping() {
        if (channel == null || !channel.isActive()) {
            return;
        }
        if (pingOpen) {
            LOG.warn("worker {} does not answer pings", address);
            channel.close();
            return;
        }
        pingOpen = true;
        Frames.writePing(out(), 0, 0);
    }

    /** The buffer of this loop turn; it leaves when the turn's other tasks have added to it. */
    private ByteBuf out() {
        if (out == null) {
            out = channel == null
                    ? PooledByteBufAllocator.DEFAULT.directBuffer(4096)
                    : channel.alloc().directBuffer(4096);
        }
        if (channel != null) {
            queueFlush(channel);
        }
        return out;
    }

    private void queueFlush(Channel to) {
        if (!flushQueued) {
            flushQueued = true;
            to.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        flushQueued = false;
        ByteBuf ready = out;
        out = null;
        if (ready != null && channel != null) {
            channel.writeAndFlush(ready, channel.voidPromise());
        }
    }
}
