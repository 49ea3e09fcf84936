package ai.radium.finetune.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.training.TrainingProgress;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.TestRuns;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.trainer.TrainerContract;
import ai.radium.process.GracefulStop;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the real trainer, built before. */
class LocalTrainerIT extends TrainerContract {
    @TempDir
    private Path folder;

    @AfterEach
    void end() throws IOException {
        new RunFiles(home()).alone(() -> {
            for (LocalRun run : new RunFiles(home()).all()) {
                run.running().ifPresent(GracefulStop::kill);
            }
        });
    }

    @Override
    protected Trainer trainer() {
        return TestTrainer.over(home());
    }

    @Override
    protected Trainer restarted(Trainer before) {
        return TestTrainer.over(home());
    }

    @Override
    protected void kill(String runId) throws IOException {
        process(runId).ifPresent(GracefulStop::kill);
    }

    @Override
    protected TestRuns runs() throws IOException {
        return TestRuns.in(folder);
    }

    @Test
    void findsARunOfAServiceThatWasKilled() throws Exception {
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestTrainer.class.getName(),
                        home().toString(),
                        folder.toString(),
                        "one")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile())
                .start();
        await().atMost(LONG_ENOUGH)
                .until(() -> Files.isDirectory(home()) && process("one").isPresent());
        ProcessIdentity trainerProcess = process("one").orElseThrow();
        service.destroyForcibly().waitFor();

        Trainer trainer = trainer();
        trainer.start(runs().run("one", TestTrainer.EPOCHS).run());

        assertThat(process("one")).contains(trainerProcess);
        awaitState(trainer, "one", Observation.State.ENDED);
        List<TrainingProgress> said = trainer.observe("one", 0).said();
        assertThat(said).filteredOn(TrainingProgress.Started.class::isInstance).hasSize(1);
        assertThat(said.getLast()).isInstanceOf(TrainingProgress.Completed.class);
    }

    /** The record of the start is there, what became of it is not. */
    @Test
    void findsAProcessWhoseStartWasNotRecordedAnyMore() throws Exception {
        Trainer before = trainer();
        before.start(runs().run("one", 1_000).run());
        awaitSteps(before);
        RunFiles files = new RunFiles(home());
        LocalRun run = files.find("one").orElseThrow();
        files.write(new LocalRun(run.id(), run.stage(), run.waitingSince(), run.launch(), null));

        Trainer trainer = restarted(before);
        trainer.start(runs().run("one", 1_000).run());

        assertThat(trainer.observe("one", 0).state()).isEqualTo(Observation.State.RUNNING);
        assertThat(ProcessTable.withEnvironment(LocalRun.LAUNCH + "=" + run.launch()))
                .hasSize(1);
        trainer.stop("one");
        assertThat(ProcessTable.withEnvironment(LocalRun.LAUNCH + "=" + run.launch()))
                .isEmpty();
    }

    @Test
    void startsATrainerThatYieldsAndIsBound() throws Exception {
        Trainer trainer = trainer();
        trainer.start(runs().run("one", 1_000).run());
        awaitSteps(trainer);

        long pid = process("one").orElseThrow().pid();
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        int own = niceness(Files.readString(Path.of("/proc/self/stat")));
        assertThat(niceness(stat)).isEqualTo(Math.min(19, own + 10));
        assertThat(Files.readString(Path.of("/proc/" + pid + "/environ"))).doesNotContain("RADIUM_DB");
        trainer.stop("one");
    }

    private static void awaitSteps(Trainer trainer) {
        await().atMost(LONG_ENOUGH)
                .until(() ->
                        trainer.observe("one", 0).said().stream().anyMatch(TrainingProgress.Step.class::isInstance));
    }

    private static int niceness(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    }

    private Optional<ProcessIdentity> process(String runId) throws IOException {
        return new RunFiles(home()).find(runId).flatMap(LocalRun::running);
    }

    private Path home() {
        return folder.resolve("trainers");
    }
}
