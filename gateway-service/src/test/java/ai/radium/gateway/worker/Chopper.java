package ai.radium.gateway.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/** A TCP proxy that hands bytes on in pieces of its own. */
final class Chopper implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final int most;

    Chopper(int target, int most) {
        this.target = target;
        this.most = most;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> copy(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void copy(Socket from, Socket to) {
        Random random = new Random(7);
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] piece = new byte[most];
            for (int read = in.read(piece, 0, 1); read >= 0; read = in.read(piece, 0, 1 + random.nextInt(most))) {
                out.write(piece, 0, read);
            }
        } catch (IOException e) {
            // one side has ended, and so has the other now
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
