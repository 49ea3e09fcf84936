package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.PrivateFile;
import ai.radium.process.LogRotation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The logs of all parts, kept within bounds. */
record LogFiles(Path folder, LogRotation rotation) {
    Path of(String name) {
        return PrivateFile.folder(folder).resolve(name + ".log");
    }

    void keepWithinBounds(Instant now) throws IOException {
        rotation.keepWithin(folder, List.of(".log"), now);
    }
}
