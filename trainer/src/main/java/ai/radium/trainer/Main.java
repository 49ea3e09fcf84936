package ai.radium.trainer;

import ai.radium.contracts.training.TrainingFailure;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.process.Memory;
import ai.radium.trainer.network.Libtorch;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code Main JOB.json}: trains until the result is there (status 0), it fails (1) or SIGTERM comes (143, by a checkpoint). */
public final class Main {
    private static final Logger LOG = Logger.getLogger(Main.class.getName());

    private Main() {}

    public static void main(String[] arguments) {
        // Before libraries are loaded, which may say something on standard output.
        Progress progress = new Progress(new FileOutputStream(FileDescriptor.out));
        StopSignal stop = StopSignal.ofThisProcess();
        int status = run(arguments, progress, stop);
        stop.done();
        if (!stop.isStopped()) {
            System.exit(status);
        }
    }

    private static int run(String[] arguments, Progress progress, StopSignal stop) {
        try {
            if (arguments.length != 1) {
                throw new TrainerFailure(
                        TrainingFailure.DATASET_INVALID, "The trainer takes one argument, its job's file.");
            }
            Job job = Job.read(Path.of(arguments[0]));
            Files.createDirectories(job.output());
            Libtorch.prepare();
            Materials materials = Materials.of(job, available(job), Clock.systemUTC());
            new Run(job, materials, progress, stop, System::nanoTime).run();
            return 0;
        } catch (TrainerFailure e) {
            return failed(progress, e.code(), String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            return failed(
                    progress,
                    TrainingFailure.OUT_OF_MEMORY,
                    "The memory was used up; less maxContext or fewer threads take less.");
        } catch (IOException | RuntimeException e) {
            // The process's edge: whatever else happens is told before it ends.
            LOG.log(Level.SEVERE, "The run has failed.", e);
            return Libtorch.isOutOfMemory(e)
                    ? failed(
                            progress,
                            TrainingFailure.OUT_OF_MEMORY,
                            "The memory was used up; less maxContext or fewer threads take less.")
                    : failed(progress, TrainingFailure.TRAINER_CRASHED, "The trainer has failed; its log says more.");
        }
    }

    private static int failed(Progress progress, TrainingFailure code, String message) {
        progress.tell(new Failed(code, message));
        return 1;
    }

    private static long available(Job job) {
        long here = Memory.ofThisMachine().available();
        return job.memoryBytes() == 0 ? here : Math.min(here, job.memoryBytes());
    }
}
