package ai.radium.worker.llama;

import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.Pulse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a llama-server is started.
 *
 * @param contextLength tokens per slot
 * @param batch prompt tokens per step of the engine; a cancel, and every other stream, waits for at most one step
 * @param embeddings how the vectors of a text's tokens become one, if it is embeddings that are wanted, and nothing else
 * @param longestToken bytes of the vocabulary's longest token
 * @param pulse when the server is hung
 * @param adapters LoRA files in the order of their numbers in requests
 */
public record Launch(
        Path program,
        Path model,
        int slots,
        int contextLength,
        int threads,
        int batch,
        List<Path> adapters,
        Optional<Pooling> embeddings,
        Speculation speculation,
        int longestToken,
        Pulse.Limits pulse) {
    private static final int CONTEXT_UNIT = 256;

    public Launch {
        adapters = List.copyOf(adapters);
    }

    /** For answers, not embeddings. */
    public Launch(Path program, Path model, int slots, int contextLength, int threads, int batch) {
        this(program, model, slots, contextLength, threads, batch, List.of(), Optional.empty(), new Speculation.None());
    }

    /** Of a vocabulary that is not known, with the usual patience. */
    public Launch(
            Path program,
            Path model,
            int slots,
            int contextLength,
            int threads,
            int batch,
            List<Path> adapters,
            Optional<Pooling> embeddings,
            Speculation speculation) {
        this(
                program,
                model,
                slots,
                contextLength,
                threads,
                batch,
                adapters,
                embeddings,
                speculation,
                Completions.LONGEST_TOKEN,
                Pulse.Limits.USUAL);
    }

    Launch with(List<Path> loras) {
        return of(loras, speculation, pulse);
    }

    Launch speculating(Speculation how) {
        return of(adapters, how, pulse);
    }

    Launch hungAfter(Pulse.Limits limits) {
        return of(adapters, speculation, limits);
    }

    private Launch of(List<Path> loras, Speculation how, Pulse.Limits limits) {
        return new Launch(
                program, model, slots, contextLength, threads, batch, loras, embeddings, how, longestToken, limits);
    }

    /** The RAM prompt cache is off because it is not keyed by adapter. */
    List<String> command(int port) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--model",
                model.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--threads",
                Integer.toString(threads),
                "--parallel",
                Integer.toString(slots),
                "--ctx-size",
                Long.toString((long) slots * contextLength),
                "--batch-size",
                Integer.toString(step()),
                "--ubatch-size",
                Integer.toString(step()),
                "--cache-ram",
                "0",
                "--metrics",
                "--no-ui"));
        adapters.forEach(adapter -> command.addAll(List.of("--lora", adapter.toString())));
        embeddings.ifPresent(pooling -> command.addAll(pooling.options()));
        command.addAll(speculation.arguments());
        return command;
    }

    /** A text that is embedded is read in one step, and llama.cpp makes a context up to a multiple of 256. */
    private int step() {
        return embeddings.isPresent() ? Math.ceilDiv(contextLength, CONTEXT_UNIT) * CONTEXT_UNIT : batch;
    }
}
