package ai.radium.worker.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./radium model} as a process of its own. */
public final class ModelProcess implements AutoCloseable {
    private static final int LONG_SECONDS = 60;

    private final Process process;
    private final Path log;

    private ModelProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public static ModelProcess start(Path cache, Map<String, String> environment, String... arguments)
            throws IOException {
        Path log = Files.createTempFile(cache.toAbsolutePath().getParent(), "model", ".log");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ModelCommand.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("RADIUM_WORKER_MODEL_CACHE", cache.toString());
        builder.environment().putAll(environment);
        return new ModelProcess(builder.start(), log);
    }

    public String output() throws IOException {
        return Files.readString(log);
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its exit status. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LONG_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
