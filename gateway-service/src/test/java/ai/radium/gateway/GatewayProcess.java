package ai.radium.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway as a process of its own, which can be stopped as an operator stops it. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("\"value\":\"\\[(\\d+)|ports[^0-9]{1,20}(\\d+)");

    private final Process process;
    private final int port;

    /** @param before the command, for example one that gives it a disk of its own */
    GatewayProcess(GatewayHome home, Map<String, String> settings, List<String> before) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx128m",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.radium.gateway.Main"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(LocalGateway.environment(home, settings));
        try {
            process = builder.start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            port = portIn(out);
            Thread.ofVirtual().start(() -> drain(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A full pipe would stop it. */
    private static void drain(BufferedReader out) {
        try (out) {
            while (out.readLine() != null) {
                // what it logs is not asked for
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    private static int portIn(BufferedReader out) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            Matcher port = PORT.matcher(line);
            if (line.contains("the gateway listens") && port.find()) {
                return Integer.parseInt(port.group(1) != null ? port.group(1) : port.group(2));
            }
        }
        throw new IOException("the gateway did not start: " + String.join("\n", said));
    }

    LocalGateway.RawClient connect() throws IOException {
        return new LocalGateway.RawClient(port);
    }

    /** A file as this process sees it, which may have a disk of its own (proc_pid_root(5)). */
    Path seenBy(Path file) {
        return Path.of("/proc/" + process.pid() + "/root" + file.toAbsolutePath());
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The exit status, once it has ended. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the gateway does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
