package ai.radium.deployment.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** What a worker process looks like from outside: ready by its management HTTP, or gone at once. */
public final class StandInWorker {
    private StandInWorker() {}

    /** @param manner {@code ready} or {@code crash} */
    public static List<String> command(String manner) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx16m",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                StandInWorker.class.getName(),
                manner);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("crash")) {
            Runtime.getRuntime().halt(1);
        }
        int port = Integer.parseInt(System.getenv("RADIUM_WORKER_MANAGEMENT_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
