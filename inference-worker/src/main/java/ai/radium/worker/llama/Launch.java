package ai.radium.worker.llama;

import java.nio.file.Path;
import java.util.List;

/**
 * How a llama-server is started.
 *
 * @param contextLength tokens per slot
 * @param batch prompt tokens per step of the engine; a cancel, and every other stream, waits for at most one step
 */
public record Launch(Path program, Path model, int slots, int contextLength, int threads, int batch) {
    /**
     * The kernel kills the child when the thread that started it ends, however the worker ends: hence setpriv, and hence a
     * supervisor on a thread of its own. The RAM prompt cache is off because it is not keyed by adapter.
     */
    List<String> command(int port) {
        return List.of(
                "setpriv",
                "--pdeathsig",
                "KILL",
                "--",
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
                Integer.toString(batch),
                "--ubatch-size",
                Integer.toString(batch),
                "--cache-ram",
                "0",
                "--metrics",
                "--no-ui");
    }
}
