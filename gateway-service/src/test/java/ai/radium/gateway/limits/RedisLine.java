package ai.radium.gateway.limits;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to a real Redis that may be cut, mended and held: to a client as if Redis itself died, came back and hung. */
public final class RedisLine implements AutoCloseable {
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final Semaphore flowing = new Semaphore(Integer.MAX_VALUE);
    private final AtomicInteger generation = new AtomicInteger();
    private final URI redis;
    private final int port;
    private volatile ServerSocket listener;

    public RedisLine(String redis) {
        this.redis = URI.create(redis);
        listener = listen(0);
        port = listener.getLocalPort();
    }

    public String uri() {
        return "redis://" + redis.getUserInfo() + "@127.0.0.1:" + port + redis.getPath();
    }

    public void cut() {
        closeQuietly(listener);
        open.forEach(RedisLine::closeQuietly);
        open.clear();
    }

    public void mend() {
        listener = listen(port);
    }

    /** Nothing passes, and nothing is closed. */
    public void hold() {
        flowing.acquireUninterruptibly(Integer.MAX_VALUE);
    }

    /** What is connected gets no answer ever again and is not told so; new connections are well. */
    void vanish() {
        generation.incrementAndGet();
    }

    public void letGo() {
        flowing.release(Integer.MAX_VALUE);
    }

    private ServerSocket listen(int at) {
        try {
            var socket = new ServerSocket(at, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), redis.getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                int born = generation.get();
                Thread.ofVirtual().start(() -> pump(client, server, born));
                Thread.ofVirtual().start(() -> pump(server, client, born));
            }
        } catch (IOException e) {
            closeQuietly(socket);
        }
    }

    private void pump(Socket from, Socket to, int born) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16_384];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                flowing.acquireUninterruptibly();
                flowing.release();
                if (born == generation.get()) {
                    out.write(bytes, 0, length);
                }
            }
        } catch (IOException e) {
            open.remove(from);
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
