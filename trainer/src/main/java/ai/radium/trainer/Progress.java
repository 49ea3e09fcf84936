package ai.radium.trainer;

import ai.radium.contracts.training.ProgressLine;
import ai.radium.contracts.training.TrainingProgress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Tells whoever started the process what happens. */
final class Progress {
    private final PrintStream out;

    Progress(OutputStream out) {
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /** Whoever does not read any more has gone: a run goes on to its next checkpoint all the same. */
    void tell(TrainingProgress progress) {
        out.println(ProgressLine.write(progress));
    }
}
