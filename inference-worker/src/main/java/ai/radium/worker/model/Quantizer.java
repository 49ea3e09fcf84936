package ai.radium.worker.model;

import ai.radium.process.LastLines;
import ai.radium.process.ProcessLaunch;
import ai.radium.worker.model.fetch.Disk;
import ai.radium.worker.model.fetch.ModelFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** llama-quantize, which comes with the engine. */
record Quantizer(Path program) {
    void quantize(Path from, Path to, String type, String name) throws ModelFailure, IOException, InterruptedException {
        if (!Files.isExecutable(program)) {
            throw new ModelFailure("%s cannot be quantized to %s: there is no %s; engine/build.sh makes it"
                    .formatted(name, type, program));
        }
        Disk.require(to, Files.size(from), name);
        Process process = ProcessLaunch.of(
                        List.of(program.toString(), "--allow-requantize", from.toString(), to.toString(), type))
                .dyingWithItsParent()
                .sharingItsFiles()
                .start();
        LastLines output = LastLines.reading(process, 1);
        if (process.waitFor() != 0) {
            throw new ModelFailure(
                    "%s cannot be quantized to %s: llama-quantize says: %s".formatted(name, type, output.text()));
        }
    }
}
