package ai.radium.trainer.learning;

import ai.radium.gguf.training.TrainingExample;
import ai.radium.trainer.network.AdapterWeights;
import ai.radium.trainer.network.BaseWeights;
import ai.radium.trainer.network.Pack;
import ai.radium.trainer.network.PackResult;
import ai.radium.trainer.network.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A worker for each core. Packs are shared out by their numbers and sums are made in the workers' order, so the same step gives the
 * same numbers to the last bit, whichever worker is faster.
 */
public final class Crew implements AutoCloseable {
    private final List<Worker> workers;
    private final ExecutorService threads;
    private final int tokensAtOnce;
    private final BooleanSupplier isStopped;

    /** @param isStopped whether no further pack is begun */
    public Crew(BaseWeights base, AdapterWeights adapter, int threads, int tokensAtOnce, BooleanSupplier isStopped) {
        this.workers = IntStream.range(0, threads)
                .mapToObj(i -> new Worker(base, adapter))
                .toList();
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("worker-", 0).daemon().factory());
        this.tokensAtOnce = tokensAtOnce;
        this.isStopped = isStopped;
    }

    /**
     * Gathers the gradient of the mean loss of all answer tokens.
     *
     * @param gradient is added to
     * @return nothing if it was stopped: then the gradient is not whole
     */
    public Optional<PackResult> learn(List<TrainingExample> examples, float[] gradient) {
        List<Pack> packs = packs(examples);
        double share = 1.0 / Math.max(1, packs.stream().mapToInt(Pack::answers).sum());
        Optional<PackResult> result = run(packs, worker -> pack -> worker.learn(pack, share));
        workers.forEach(worker -> worker.drainGradients(gradient));
        return result;
    }

    /** How well examples are foretold; nothing if it was stopped. */
    public Optional<PackResult> judge(List<TrainingExample> examples) {
        return run(packs(examples), worker -> worker::judge);
    }

    /** The first worker, for what one does alone. */
    public <T> T alone(Function<Worker, T> task) {
        return result(threads.submit(() -> task.apply(workers.getFirst())));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** So small that every worker has some of the work. */
    private List<Pack> packs(List<TrainingExample> examples) {
        int tokens = examples.stream().mapToInt(TrainingExample::length).sum();
        return Pack.of(examples, Math.clamp(Math.ceilDiv(tokens, workers.size()), 1, tokensAtOnce));
    }

    private Optional<PackResult> run(List<Pack> packs, Function<Worker, Function<Pack, PackResult>> task) {
        List<Future<PackResult>> results = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            Function<Pack, PackResult> own = task.apply(workers.get(i));
            results.add(threads.submit(share(packs, i, own)));
        }
        PackResult sum = PackResult.NOTHING;
        for (Future<PackResult> result : results) {
            sum = sum.plus(result(result));
        }
        return isStopped.getAsBoolean() ? Optional.empty() : Optional.of(sum);
    }

    private Callable<PackResult> share(List<Pack> packs, int first, Function<Pack, PackResult> task) {
        return () -> {
            PackResult sum = PackResult.NOTHING;
            for (int i = first; i < packs.size() && !isStopped.getAsBoolean(); i += workers.size()) {
                sum = sum.plus(task.apply(packs.get(i)));
            }
            return sum;
        };
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while workers work", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
