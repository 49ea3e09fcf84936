package ai.radium.worker.llama;

import java.nio.file.Path;
import java.util.List;

/**
 * How a llama-server is started.
 *
 * @param contextLength tokens per slot
 */
public record Launch(Path program, Path model, int slots, int contextLength, int threads) {
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
                "--cache-ram",
                "0",
                "--metrics",
                "--no-ui");
    }
}
