package ai.radium.trainer;

import ai.radium.contracts.training.TrainingProgress.Checkpointed;
import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.contracts.training.TrainingProgress.Started;
import ai.radium.contracts.training.TrainingProgress.Step;
import ai.radium.contracts.training.TrainingProgress.Validated;
import ai.radium.gguf.training.TrainingExample;
import ai.radium.gguf.training.TrainingMemory;
import ai.radium.process.Memory;
import ai.radium.trainer.checkpoint.Checkpoints;
import ai.radium.trainer.checkpoint.RunState;
import ai.radium.trainer.evaluation.HeldOut;
import ai.radium.trainer.learning.AdamW;
import ai.radium.trainer.learning.Crew;
import ai.radium.trainer.learning.LearningRate;
import ai.radium.trainer.learning.Patience;
import ai.radium.trainer.lines.Order;
import ai.radium.trainer.network.AdapterShape;
import ai.radium.trainer.network.AdapterWeights;
import ai.radium.trainer.network.PackResult;
import ai.radium.trainer.result.GgufAdapter;
import ai.radium.trainer.result.PeftAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One run of a job, from its newest checkpoint to its result. */
final class Run {
    private static final double NANOS = 1e9;

    private final Job job;
    private final Materials materials;
    private final Progress progress;
    private final StopSignal stop;
    private final LongSupplier nanos;
    private final Checkpoints checkpoints;
    private final Order order;
    private final AdapterShape shape;
    private final HeldOut heldOut;

    private AdapterWeights adapter;
    private AdamW optimizer;
    private float[] best;
    private Patience patience = Patience.FRESH;
    private int step;
    private int lastCheckpoint;
    private long trainedTokens;
    private double lastLoss;

    Run(Job job, Materials materials, Progress progress, StopSignal stop, LongSupplier nanos) throws IOException {
        this.job = job;
        this.materials = materials;
        this.progress = progress;
        this.stop = stop;
        this.nanos = nanos;
        Configuration configuration = job.configuration();
        checkpoints = new Checkpoints(job.output());
        order = new Order(
                materials.lines().examples(), configuration.batchSize(), configuration.epochs(), configuration.seed());
        shape = new AdapterShape(materials.shape(), configuration.loraRank(), (float) configuration.loraAlpha());
        heldOut = new HeldOut(materials.heldOut().examples(), materials.tokenizer());
        Optional<RunState> state = checkpoints.newest(materials.word(), shape.size());
        if (state.isPresent()) {
            RunState.Position position = state.get().position();
            adapter = AdapterWeights.of(shape, state.get().adapter());
            optimizer = new AdamW(state.get().first(), state.get().second());
            best = state.get().best();
            patience = new Patience(position.bestLoss(), position.worseSince());
            step = position.step();
            lastCheckpoint = step;
            trainedTokens = position.trainedTokens();
            lastLoss = position.lastLoss();
        } else {
            adapter = job.earlierAdapter().isPresent()
                    ? AdapterWeights.of(
                            shape, GgufAdapter.read(job.earlierAdapter().get(), shape))
                    : AdapterWeights.fresh(shape, configuration.seed());
            optimizer = AdamW.fresh(shape.size());
            best = adapter.values().clone();
        }
    }

    /** Ends early, with a checkpoint, when it is stopped. */
    void run() throws IOException {
        long begin = nanos.getAsLong();
        boolean isFresh = step == 0;
        progress.tell(new Started(
                order.steps(),
                materials.lines().tokens() * job.configuration().epochs(),
                materials.lines().examples().size(),
                materials.lines().leftOut(),
                materials.lines().cutTokens(),
                materials.memory().total(),
                isFresh ? null : Integer.valueOf(step)));
        try (Crew crew =
                new Crew(materials.weights(), adapter, job.threads(), TrainingMemory.TOKENS_AT_ONCE, stop::isStopped)) {
            if (isFresh) {
                evaluate(crew, false);
            }
            learn(crew);
            if (!stop.isStopped()) {
                boolean isEarly = step < order.steps();
                OptionalDouble loss = finish(crew);
                complete(isEarly, loss, (nanos.getAsLong() - begin) / NANOS);
            }
        }
    }

    private void learn(Crew crew) throws IOException {
        LearningRate rate = LearningRate.of(
                job.configuration().learningRate(), job.configuration().warmupSteps(), order.steps());
        int every =
                Math.clamp(Math.min(job.configuration().checkpointEvery(), order.steps() / 10), 1, Integer.MAX_VALUE);
        while (step < order.steps() && !isEnough() && makeStep(crew, rate)) {
            if (step % every == 0 && step < order.steps()) {
                checkpoint(validate(crew));
            }
        }
        if (stop.isStopped() && step > lastCheckpoint) {
            checkpoint(OptionalDouble.empty());
        }
    }

    private boolean isEnough() {
        return job.configuration().earlyStopping() && patience.isOver();
    }

    /** Whether it was made whole. */
    private boolean makeStep(Crew crew, LearningRate rate) {
        long begin = nanos.getAsLong();
        List<TrainingExample> examples = order.examples(step);
        float[] gradient = new float[shape.size()];
        Optional<PackResult> result = crew.learn(examples, gradient);
        if (result.isEmpty()) {
            return false;
        }
        double learningRate = rate.at(step);
        optimizer.change(adapter.values(), gradient, learningRate, step);
        adapter.publish();
        step++;
        int tokens = examples.stream().mapToInt(TrainingExample::length).sum();
        trainedTokens += tokens;
        lastLoss = result.get().meanLoss();
        progress.tell(new Step(
                step,
                order.epoch(step),
                lastLoss,
                result.get().accuracy(),
                learningRate,
                tokens * NANOS / Math.max(1, nanos.getAsLong() - begin),
                trainedTokens));
        return true;
    }

    private OptionalDouble validate(Crew crew) {
        OptionalDouble loss = heldOut.isEmpty() ? OptionalDouble.empty() : heldOut.loss(crew);
        if (loss.isPresent()) {
            patience = patience.after(loss.getAsDouble());
            if (patience.isBest()) {
                best = adapter.values().clone();
            }
            progress.tell(new Validated(step, loss.getAsDouble()));
        }
        return loss;
    }

    private void checkpoint(OptionalDouble loss) throws IOException {
        Path adapterFile = checkpoints.file(step, "gguf");
        GgufAdapter.write(adapterFile, shape, adapter.values());
        RunState.Position position = new RunState.Position(
                materials.word(), step, trainedTokens, lastLoss, patience.bestLoss(), patience.worseSince());
        String sum = checkpoints.write(
                new RunState(position, adapter.values(), best, optimizer.first(), optimizer.second()));
        lastCheckpoint = step;
        progress.tell(new Checkpointed(
                step, checkpoints.file(step, "state").toString(), sum, adapterFile.toString(), boxed(loss)));
    }

    /** The last numbers, or the best where training ends by them. */
    private OptionalDouble finish(Crew crew) {
        OptionalDouble loss = validate(crew);
        if (job.configuration().earlyStopping() && !heldOut.isEmpty()) {
            System.arraycopy(best, 0, adapter.values(), 0, best.length);
            adapter.publish();
            loss = OptionalDouble.of(patience.bestLoss());
        }
        evaluate(crew, true);
        return loss;
    }

    private void complete(boolean isEarly, OptionalDouble loss, double seconds) throws IOException {
        if (stop.isStopped()) {
            return;
        }
        Path file = job.output().resolve("adapter.gguf");
        String sum = GgufAdapter.write(file, shape, adapter.values());
        Path safetensors = PeftAdapter.write(job.output(), shape, adapter.values(), materials.model());
        progress.tell(new Completed(
                file.toString(),
                sum,
                safetensors.toString(),
                step,
                trainedTokens,
                lastLoss,
                boxed(loss),
                isEarly,
                seconds,
                Memory.ofThisMachine().mostResident(ProcessHandle.current().pid())));
    }

    private void evaluate(Crew crew, boolean isTrained) {
        if (!heldOut.isEmpty() && !stop.isStopped()) {
            heldOut.evaluate(crew, isTrained).ifPresent(progress::tell);
        }
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }
}
