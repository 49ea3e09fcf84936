package ai.radium.worker.model;

import ai.radium.worker.model.fetch.Progress;
import java.io.PrintStream;
import java.time.Duration;

/** Progress for people: one line that renews itself on a terminal, else a line for each step and every five seconds. */
final class ProgressLine {
    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

    private final PrintStream out;
    private final boolean terminal;
    private String step = "";
    private long shownNanos;
    private int width;

    ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(Progress progress) {
        String text = progress.toString();
        if (terminal) {
            out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
            out.flush();
            width = text.length();
            return;
        }
        if (!progress.step().equals(step) || System.nanoTime() - shownNanos >= INTERVAL) {
            step = progress.step();
            shownNanos = System.nanoTime();
            out.println(text);
        }
    }

    /** What comes next begins on a line of its own. */
    void end() {
        if (terminal && width > 0) {
            out.println();
            width = 0;
        }
    }
}
