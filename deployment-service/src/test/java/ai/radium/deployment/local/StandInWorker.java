package ai.radium.deployment.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What a worker process looks like from outside: ready by its management HTTP, or gone at once. Ends with the tests. */
public final class StandInWorker {
    /** A model that only one replica of a deployment gets to run. */
    public static final String BROKEN = "broken";

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
                manner,
                Long.toString(ProcessHandle.current().pid()));
    }

    public static void main(String[] arguments) throws IOException {
        boolean isBroken = System.getenv("RADIUM_WORKER_MODEL_ID").equals(BROKEN)
                && !System.getenv("RADIUM_WORKER_REPLICA").endsWith("-0");
        if (arguments[0].equals("crash") || isBroken) {
            Runtime.getRuntime().halt(1);
        }
        var ignored = ProcessHandle.of(Long.parseLong(arguments[1]))
                .map(tests -> tests.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
        int port = Integer.parseInt(System.getenv("RADIUM_WORKER_MANAGEMENT_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(isReady() ? 200 : 503, -1);
            exchange.close();
        });
        server.createContext("/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        System.out.println("{\"timestamp\":\"" + Instant.now() + "\",\"level\":\"INFO\",\"message\":\"worker listens\","
                + "\"model\":\"" + System.getenv("RADIUM_WORKER_MODEL_ID") + "\",\"prompt\":\"a secret\"}");
        System.out.println(
                "{\"timestamp\":\"" + Instant.now() + "\",\"level\":\"WARNING\",\"message\":\"engine died\"}");
        System.out.println("{\"timestamp\":\"" + Instant.now()
                + "\",\"level\":\"INFO\",\"message\":\"engine\",\"line\":\"model loaded\"}");
        System.out.println("prompt: a secret");
    }

    /** A file beside the worker's takes it out of service. */
    private static boolean isReady() {
        return !Files.exists(notReady(Path.of(System.getenv("RADIUM_WORKER_USAGE_LOG"))));
    }

    static Path notReady(Path usageLog) {
        return usageLog.resolveSibling(usageLog.getFileName() + ".not-ready");
    }
}
