package ai.radium.worker.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The program that runs the model. Every method may be called from many threads and blocks its caller (a virtual thread);
 * interrupting the caller ends the engine's work for it within a second.
 */
public interface Engine extends AutoCloseable {
    EngineState state();

    /** How often the engine came back since the worker runs. */
    int restarts();

    /** How often it was declared hung since the worker runs. */
    int hangs();

    /** At most a second or so old; never blocks. */
    EngineLoad load();

    /**
     * Prompt tokens, chat template applied.
     *
     * @throws EngineRefusal when the engine cannot read the prompt
     * @throws EngineFailure when the engine is down
     */
    int countTokens(Generation generation) throws InterruptedException;

    /** The same of a prompt without tools. */
    default int countTokens(Prompt prompt) throws InterruptedException {
        return countTokens(new Generation(prompt, 0, Map.of()));
    }

    /**
     * Finds out, without running the model, whether the engine would take this, and prepares what it needs for it.
     *
     * @return the same in this engine's own words, which {@link #generate} takes without preparing it again
     * @throws EngineRefusal naming the field, for example when the prompt does not fit into the context
     * @throws EngineFailure when the engine is down
     */
    Generation check(Generation generation) throws InterruptedException;

    /**
     * Runs the generation to its end. Events come in order, on the calling thread: {@link EngineEvent.Prefilled} once, then
     * pieces.
     *
     * @throws EngineRefusal before the first event only
     * @throws EngineFailure at any time
     */
    EngineFinish generate(Generation generation, Consumer<EngineEvent> events) throws InterruptedException;

    /**
     * Turns inputs into vectors.
     *
     * @param dimensions of each vector, 0 = the model's own
     * @throws EngineRefusal naming the input that is too long, or the dimensions that the model does not have
     * @throws EngineFailure when the engine is down
     */
    Vectors embed(List<EmbeddingInput> inputs, int dimensions) throws InterruptedException;

    /** What a generation can ask for. */
    List<Adapter> adapters();

    /**
     * Makes one more adapter usable, while everything that runs goes on unchanged. One load at a time, of an id that is not
     * loaded.
     *
     * @param steps called on the calling thread
     * @throws AdapterRefusal when the weights are not of this model, or there is no room for them
     * @throws EngineFailure when the engine is down
     */
    void load(Adapter adapter, Consumer<AdapterStep> steps) throws InterruptedException;

    /** Refuses the adapter to new generations at once and returns when its running ones have ended; an unknown id is fine. */
    void unload(String adapterId) throws InterruptedException;

    /** Ends the engine and all that it runs. */
    @Override
    void close();
}
