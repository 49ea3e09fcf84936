package ai.radium.worker.engine;

import java.util.Optional;

/** Whether an engine can be given work. */
public sealed interface EngineState {
    /**
     * The model is still being fetched.
     *
     * @param progress how far it is, for people
     */
    record Arriving(String progress) implements EngineState {}

    /** Not ready yet, or again. */
    record Starting() implements EngineState {}

    /**
     * Takes work.
     *
     * @param contextLength tokens that one generation may hold, prompt included
     * @param readsTools whether the model's chat template knows tools
     * @param vocabulary how many tokens the model knows, 0 = it does not say
     */
    record Ready(int contextLength, boolean readsTools, int vocabulary) implements EngineState {
        /** Of a vocabulary that is not known. */
        public Ready(int contextLength, boolean readsTools) {
            this(contextLength, readsTools, 0);
        }
    }

    /** Fails again and again; still being tried. */
    record Broken(String reason) implements EngineState {}

    record Stopped() implements EngineState {}

    /** Why no work is taken, for people; nothing while it is. */
    default Optional<String> unreadiness() {
        return switch (this) {
            case Ready _ -> Optional.empty();
            case Arriving(var progress) -> Optional.of(progress);
            case Starting() -> Optional.of("the engine is starting");
            case Broken(var reason) -> Optional.of(reason);
            case Stopped() -> Optional.of("stopped");
        };
    }
}
