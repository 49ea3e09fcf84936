package ai.radium.devstack.backing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.radium.devstack.process.Cache;
import ai.radium.devstack.process.Launch;
import ai.radium.devstack.process.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Redis 6.2 from the binaries of embedded-redis. Every write is in the append-only file before its reply. */
public final class Redis implements Part {
    private final Path home;
    private final int port;

    public Redis(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    public int port() {
        return port;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("redis", port);
    }

    @Override
    public Launch launch() {
        String binary = Machine.isArm() ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        Path folder = Cache.folder(
                "redis-6.2-" + Machine.processor(), work -> Cache.unpackProgram(binary, work.resolve("redis-server")));
        return Launch.of(
                home,
                List.of(
                        folder.resolve("redis-server").toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        home.toString(),
                        "--databases",
                        "1024",
                        "--save",
                        "",
                        "--appendonly",
                        "yes"));
    }

    /** Answers PING with PONG, which it does not while it still loads its data. */
    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }
}
