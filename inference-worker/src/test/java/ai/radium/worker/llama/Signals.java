package ai.radium.worker.llama;

import java.io.IOException;

/** What Java cannot send. */
public final class Signals {
    private Signals() {}

    /** @param signal its name without SIG */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill ended with " + status);
        }
    }
}
