package ai.radium.finetune.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.training.ProgressLine;
import ai.radium.contracts.training.TrainingFailure;
import ai.radium.contracts.training.TrainingProgress;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.contracts.training.TrainingProgress.Validated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {
    private static final TrainingProgress ONE = new Validated(1, 0.5);
    private static final TrainingProgress OTHER = new Validated(2, 0.25);

    @TempDir
    private Path folder;

    private ProgressFile progress;

    @BeforeEach
    void prepare() {
        progress = new ProgressFile(folder.resolve("progress.jsonl"));
    }

    @Test
    void isEmptyBeforeItIsThere() throws IOException {
        assertThat(progress.from(0).said()).isEmpty();
        assertThat(progress.isOver()).isFalse();
        progress.endLine();
        assertThat(progress.file()).doesNotExist();
    }

    @Test
    void givesWholeLinesOnly() throws IOException {
        String line = ProgressLine.write(ONE) + "\n";
        append(line + ProgressLine.write(OTHER).substring(0, 9));

        ProgressFile.Read first = progress.from(0);
        assertThat(first.said()).containsExactly(ONE);
        assertThat(first.position()).isEqualTo(line.length());
        assertThat(progress.from(first.position()).said()).isEmpty();

        append(ProgressLine.write(OTHER).substring(9) + "\n");
        assertThat(progress.from(first.position()).said()).containsExactly(OTHER);
    }

    @Test
    void leavesOutWhatIsNoProgress() throws IOException {
        append("a library says something é\n" + ProgressLine.write(ONE) + "\n{\"type\":\"unheard-of\"}\n");

        assertThat(progress.from(0).said()).containsExactly(ONE);
    }

    @Test
    void closesALineThatWasBegun() throws IOException {
        append(ProgressLine.write(ONE) + "\n{\"type\":\"val");
        progress.endLine();
        progress.endLine();
        append(ProgressLine.write(OTHER) + "\n");

        assertThat(progress.from(0).said()).containsExactly(ONE, OTHER);
        assertThat(Files.readString(progress.file())).doesNotContain("\n\n");
    }

    @Test
    void isReadInPiecesWhenItIsLong() throws IOException {
        String line = "x".repeat(1 << 20) + "\n";
        append(line.repeat(6) + ProgressLine.write(ONE) + "\n");

        ProgressFile.Read first = progress.from(0);
        assertThat(first.isAll()).isFalse();
        assertThat(first.said()).isEmpty();
        ProgressFile.Read second = progress.from(first.position());
        assertThat(second.isAll()).isTrue();
        assertThat(second.said()).containsExactly(ONE);
        assertThat(progress.isOver()).isFalse();
    }

    @Test
    void isOverWhenItsEndIsTold() throws IOException {
        append(ProgressLine.write(ONE) + "\n" + ProgressLine.write(new Failed(TrainingFailure.OUT_OF_MEMORY, "Why."))
                + "\n");

        assertThat(progress.isOver()).isTrue();
    }

    private void append(String text) throws IOException {
        Files.writeString(
                progress.file(), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
