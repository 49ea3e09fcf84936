package ai.radium.finetune.local;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.TrainingNeed;
import ai.radium.process.Limits;
import ai.radium.process.Memory;
import java.util.Locale;
import java.util.Optional;

/**
 * What one trainer may have of this machine.
 *
 * @param ofMachine its memory, bytes
 */
record LocalRoom(long memoryBytes, long ofMachine, int cores, int niceness) {
    /** The trainer knows no more. */
    private static final int MOST_CORES = 64;

    /** @throws IllegalStateException naming the property that is wrong */
    static LocalRoom of(LocalConfig config) {
        long ofMachine = Memory.ofThisMachine().total();
        int cores = config.cores().orElse(Math.min(Runtime.getRuntime().availableProcessors(), MOST_CORES));
        if (cores < 1 || cores > MOST_CORES) {
            throw new IllegalStateException("radium.trainer.local.cores is from 1 to " + MOST_CORES);
        }
        long memory = config.memory().isPresent() ? config.memory().get().asLongValue() : ofMachine / 2;
        return new LocalRoom(Math.min(memory, ofMachine), ofMachine, cores, config.niceness());
    }

    Optional<Refusal> refusal(TrainingNeed need) {
        return need.memoryBytes() <= memoryBytes
                ? Optional.empty()
                : Optional.of(new Refusal(
                        JobFailure.OUT_OF_MEMORY,
                        String.format(
                                Locale.ROOT,
                                "Training %s takes about %,d MiB of memory on %d %s; a run here may have %,d MiB of this machine's %,d MiB.",
                                need.baseModel(),
                                Math.ceilDiv(need.memoryBytes(), 1L << 20),
                                cores,
                                cores == 1 ? "core" : "cores",
                                memoryBytes >> 20,
                                ofMachine >> 20)));
    }

    Limits limits() {
        return Limits.NONE.memory(memoryBytes).cores(cores).nice(niceness);
    }
}
