package ai.radium.finetune.weights;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.finetune.artifact.Hashed;
import ai.radium.process.LastLines;
import ai.radium.process.ProcessLaunch;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The files that workers of this machine serve. */
@ApplicationScoped
public class BaseWeights {
    private static final String FILE = "file:";

    private final WeightsConfig config;
    private final Map<Weights, Known> known = new ConcurrentHashMap<>();
    private final Map<Weights, ReentrantLock> turns = new ConcurrentHashMap<>();

    public BaseWeights(WeightsConfig config) {
        this.config = config;
    }

    /**
     * The very file that a worker serves for these weights, quantized if it serves them so. Blocks, for the length of a download if no
     * worker of this machine has had them yet.
     *
     * @throws IOException saying in a sentence why they cannot be had
     */
    public Path file(Weights weights) throws IOException {
        ReentrantLock turn = turns.computeIfAbsent(weights, _ -> new ReentrantLock());
        turn.lock();
        try {
            Known before = known.get(weights);
            if (before != null && before.isUnchanged()) {
                return before.file();
            }
            Known found = Known.of(weights.uri().startsWith(FILE) ? checked(weights) : fetched(weights));
            known.put(weights, found);
            return found.file();
        } finally {
            turn.unlock();
        }
    }

    private static Path checked(Weights weights) throws IOException {
        Path file = Path.of(URI.create(weights.uri()));
        if (!Files.isReadable(file)) {
            throw new IOException("the weights are not at " + weights.uri());
        }
        String sha256 = sha256(file);
        if (!weights.sha256().isBlank() && !sha256.equals(weights.sha256())) {
            throw new IOException("%s has the sha256 %s, not %s".formatted(weights.uri(), sha256, weights.sha256()));
        }
        return file;
    }

    /** The worker's program says where it is, having fetched it first if need be. */
    private Path fetched(Weights weights) throws IOException {
        Path said = Files.createTempFile("radium-weights", ".log");
        try {
            Process process = ProcessLaunch.of(command(weights))
                    .inheritingTheUsualAnd("RADIUM_LLAMA_SERVER", "RADIUM_WORKER_MODEL_", "HF_", "AWS_", "PIP_")
                    .with(caches())
                    .loggingTo(said)
                    .start();
            boolean isFound = ended(process, weights) && process.exitValue() == 0;
            String last = LastLines.of(said, 1).text();
            if (!isFound) {
                throw new IOException(last.replaceFirst("^radium: ", ""));
            }
            return Path.of(last);
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private List<String> command(Weights weights) {
        List<String> command = new ArrayList<>(config.command());
        command.addAll(List.of("path", weights.uri()));
        if (!weights.sha256().isBlank()) {
            command.addAll(List.of("--sha256", weights.sha256()));
        }
        return command;
    }

    private Map<String, String> caches() {
        String own = config.cache().toAbsolutePath().toString();
        return config.sharedCache().isPresent()
                ? Map.of(
                        "RADIUM_WORKER_MODEL_CACHE",
                        own,
                        "RADIUM_WORKER_MODEL_CACHE_SHARED",
                        config.sharedCache().get().toAbsolutePath().toString())
                : Map.of("RADIUM_WORKER_MODEL_CACHE", own);
    }

    private boolean ended(Process process, Weights weights) throws IOException {
        try {
            if (process.waitFor(config.fetchTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            throw new IOException("%s has not arrived within %s".formatted(weights.uri(), config.fetchTimeout()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException(weights.uri() + " is not waited for any longer").initCause(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Hashed.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Hashed.text(digest);
    }

    /** A file as it was when it was found right. */
    private record Known(Path file, long size, FileTime modified) {
        static Known of(Path file) throws IOException {
            return new Known(file, Files.size(file), Files.getLastModifiedTime(file));
        }

        boolean isUnchanged() throws IOException {
            return Files.exists(file) && equals(of(file));
        }
    }
}
