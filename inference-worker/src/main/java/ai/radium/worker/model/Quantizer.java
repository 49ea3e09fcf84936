package ai.radium.worker.model;

import ai.radium.worker.model.fetch.Disk;
import ai.radium.worker.model.fetch.ModelFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** llama-quantize, which comes with the engine. */
record Quantizer(Path program) {
    void quantize(Path from, Path to, String type, String name) throws ModelFailure, IOException, InterruptedException {
        if (!Files.isExecutable(program)) {
            throw new ModelFailure("%s cannot be quantized to %s: there is no %s; engine/build.sh makes it"
                    .formatted(name, type, program));
        }
        Disk.require(to, Files.size(from), name);
        // The kernel kills it when this thread ends, however it ends.
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "--",
                        program.toString(),
                        "--allow-requantize",
                        from.toString(),
                        to.toString(),
                        type)
                .redirectErrorStream(true)
                .start();
        String lastLine = "it said nothing";
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lastLine = line.isBlank() ? lastLine : line.strip();
            }
        }
        if (process.waitFor() != 0) {
            throw new ModelFailure(
                    "%s cannot be quantized to %s: llama-quantize says: %s".formatted(name, type, lastLine));
        }
    }
}
