package ai.radium.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

/** A way to a worker whose connections may be cut one by one: to the gateway as if the worker's process died. */
final class BreakableLine implements AutoCloseable {
    private static final int DATA = 0;
    private static final int FRAME_HEADER = 9;

    private final Map<Integer, Passage> byCallersPort;
    private final ServerSocket listener;
    private final int worker;

    /** @param byCallersPort all open connections of all lines, by the port that the worker sees its caller at */
    BreakableLine(int worker, Map<Integer, Passage> byCallersPort) {
        this.worker = worker;
        this.byCallersPort = byCallersPort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** One connection. */
    static final class Passage {
        private final Socket gateway;
        private final Socket worker;
        private long dataBytes;

        private Passage(Socket gateway, Socket worker) {
            this.gateway = gateway;
            this.worker = worker;
        }

        /** Of DATA frames that have reached the gateway. */
        synchronized long dataBytes() {
            return dataBytes;
        }

        /** Cuts it once so many bytes of DATA frames have reached the gateway. */
        synchronized void cutAfter(long bytes) throws InterruptedException {
            while (dataBytes < bytes) {
                wait();
            }
            try {
                gateway.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void toWorker() {
            try (InputStream in = gateway.getInputStream();
                    OutputStream out = worker.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                // one side has ended, and so does the other now
            }
        }

        /** Frame by frame (RFC 9113, section 4.1). */
        private void toGateway() {
            try (InputStream in = worker.getInputStream();
                    OutputStream out = gateway.getOutputStream()) {
                for (byte[] head = in.readNBytes(FRAME_HEADER);
                        head.length == FRAME_HEADER;
                        head = in.readNBytes(FRAME_HEADER)) {
                    int length = ((head[0] & 0xFF) << 16) | ((head[1] & 0xFF) << 8) | (head[2] & 0xFF);
                    out.write(head);
                    out.write(in.readNBytes(length));
                    if (head[3] == DATA) {
                        passed(length);
                    }
                }
            } catch (IOException e) {
                // one side has ended, and so does the other now
            }
        }

        private synchronized void passed(int bytes) {
            dataBytes += bytes;
            notifyAll();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket gateway = listener.accept();
                Socket toWorker = new Socket(InetAddress.getLoopbackAddress(), worker);
                gateway.setTcpNoDelay(true);
                toWorker.setTcpNoDelay(true);
                Passage passage = new Passage(gateway, toWorker);
                byCallersPort.put(toWorker.getLocalPort(), passage);
                Thread.ofVirtual().start(passage::toWorker);
                Thread.ofVirtual().start(passage::toGateway);
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
