package ai.radium.worker.model.cache;

import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.PartialFile;
import ai.radium.worker.model.fetch.Progress;
import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the file that the cache lacks. */
public interface Preparation {
    /** @param part where it may keep what there is so far, also beyond a kill; nobody else uses it meanwhile */
    Prepared prepare(PartialFile part, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException;

    /**
     * @param file beside the partial file, or that itself; whole, verified and on the disk
     * @param licence as the file says it
     */
    record Prepared(Path file, Sha256 sourceSha256, Sha256 sha256, Optional<String> licence) {}
}
