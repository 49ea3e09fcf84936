package ai.radium.devstack.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.devstack.supervisor.ProcessStatus;
import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainersTest {
    @TempDir
    Path folder;

    private Process process;

    @BeforeEach
    void begin() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void showsARunThatTrainsByItsName() throws IOException {
        record("ft_1", "\"" + identity().text() + "\"");
        record("ft_2", "null");

        assertThat(new Trainers(folder).status())
                .singleElement()
                .returns("finetune-trainer-ft_1", ProcessStatus::name)
                .returns(process.pid(), ProcessStatus::pid)
                .returns("ready", ProcessStatus::state);
    }

    @Test
    void stopsOnlyWhatTrains() throws IOException {
        ProcessIdentity other = new ProcessIdentity(
                identity().pid(), identity().startTicks() - 1, identity().bootId());
        record("ft_1", "\"" + other.text() + "\"");
        new Trainers(folder).stop(line -> {});
        assertThat(process.isAlive()).isTrue();

        record("ft_1", "\"" + identity().text() + "\"");
        List<String> lines = new ArrayList<>();
        new Trainers(folder).stop(lines::add);

        assertThat(lines).containsExactly("finetune-trainer-ft_1 stopped");
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(new Trainers(folder).status()).isEmpty();
    }

    @Test
    void findsNothingWhereNothingWasTrained() {
        assertThat(new Trainers(folder.resolve("nowhere")).status()).isEmpty();
    }

    private ProcessIdentity identity() {
        return ProcessIdentity.of(process.pid()).orElseThrow();
    }

    private void record(String id, String text) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve(id)).resolve("run.json"),
                "{\"id\":\"%s\",\"stage\":\"LAUNCHED\",\"waitingSince\":0,\"launch\":null,\"process\":%s}"
                        .formatted(id, text));
    }
}
