package ai.radium.worker.model;

import ai.radium.gguf.GgufHeader;
import ai.radium.gguf.UnreadableModel;
import ai.radium.process.Memory;
import ai.radium.worker.model.cache.HeldModel;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Retries;
import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The model that a worker is told to serve: by a path, a URI or a name that is known. */
public final class ServedModel {
    private final ModelSettings settings;
    private final String reference;
    private final Optional<Sha256> sha256;
    private final KnownModels known = KnownModels.shipped();
    private @Nullable HeldModel held; // as long as this object lives, no other process gives the file up

    private ServedModel(ModelSettings settings, String reference, Optional<Sha256> sha256) {
        this.settings = settings;
        this.reference = reference;
        this.sha256 = sha256;
    }

    /** @throws IllegalArgumentException naming the variable that is missing or wrong */
    public static ServedModel from(Map<String, String> environment) {
        ModelSettings settings = new ModelSettings(environment);
        String reference = settings.text("RADIUM_WORKER_MODEL")
                .orElseThrow(() -> new IllegalArgumentException("RADIUM_WORKER_MODEL is not set"));
        ServedModel model = new ServedModel(
                settings, reference, settings.text("RADIUM_WORKER_MODEL_SHA256").map(Sha256::parse));
        if (model.isPath() && !Files.isReadable(Path.of(reference))) {
            throw new IllegalArgumentException("RADIUM_WORKER_MODEL: no readable file at " + reference);
        }
        return model;
    }

    /** What it is called unless somebody says otherwise. */
    public String name() {
        return isPath()
                ? Path.of(reference)
                        .toAbsolutePath()
                        .normalize()
                        .getFileName()
                        .toString()
                        .replaceFirst("\\.gguf$", "")
                : request().wanted().name();
    }

    /** Whether it is known to make embeddings, and nothing else. */
    public boolean embeds() {
        return !isPath() && request().embeddings();
    }

    /**
     * The model's file, fetched if need be, verified, safe from removal while this process lives.
     *
     * @param contextLength tokens of one generation, at most
     * @throws ModelFailure when it cannot be had or does not fit into the memory that there is
     */
    public LocalModel open(int slots, int contextLength, Consumer<String> progress)
            throws ModelFailure, IOException, InterruptedException {
        Path file = file(progress);
        try {
            GgufHeader header = GgufHeader.read(file);
            int context = ModelFit.context(header, contextLength);
            Optional<Long> memory = settings.memoryBytes();
            ModelFit.require(
                    header,
                    name(),
                    slots,
                    context,
                    memory.isPresent() ? memory.get() : Memory.ofThisMachine().available());
            return new LocalModel(file, context, header.longestToken(), header.wordPieces());
        } catch (UnreadableModel e) {
            throw new ModelFailure("RADIUM_WORKER_MODEL: " + e.getMessage(), e);
        }
    }

    private Path file(Consumer<String> progress) throws ModelFailure, IOException, InterruptedException {
        if (!isPath()) {
            held = settings.files(Retries.usual()).obtain(request(), told -> progress.accept(told.toString()));
            return held.file();
        }
        Path file = Path.of(reference).toRealPath();
        if (sha256.isPresent() && !Sha256.ofFile(file).equals(sha256.get())) {
            throw new ModelFailure(
                    "RADIUM_WORKER_MODEL: " + reference + " has another sha256 than RADIUM_WORKER_MODEL_SHA256 says");
        }
        Path cache = settings.cacheFolder();
        if (Files.isDirectory(cache) && file.startsWith(cache.toRealPath())) {
            held = settings.cache().find(file).orElse(null);
        }
        return file;
    }

    /** A known name is taken for a path where there is such a file. */
    private boolean isPath() {
        return !ModelUri.isUri(reference) && (known.named(reference).isEmpty() || Files.exists(Path.of(reference)));
    }

    private ModelRequest request() {
        return ModelRequest.of(reference, sha256, known, false, false);
    }
}
