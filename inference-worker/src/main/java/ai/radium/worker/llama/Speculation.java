package ai.radium.worker.llama;

import ai.radium.worker.openai.OpenAiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How tokens are guessed ahead, to be checked many at a time by the model. What is said does not change, only how fast. */
public sealed interface Speculation {
    record None() implements Speculation {}

    /** From what was said before: repetitions, such as code that is edited. */
    record Ngrams() implements Speculation {}

    /** By a smaller model of the same vocabulary. */
    record Draft(Path model) implements Speculation {
        public Draft {
            if (!Files.isReadable(model)) {
                throw new IllegalArgumentException("RADIUM_WORKER_DRAFT_MODEL: no readable file at " + model);
            }
        }
    }

    /**
     * As configured.
     *
     * @param kind none, ngram or draft; absent = none
     * @throws IllegalArgumentException in one sentence, when the two do not go together
     */
    static Speculation of(Optional<String> kind, Optional<Path> draftModel) {
        String name = kind.orElse("none");
        if (draftModel.isPresent() != name.equals("draft")) {
            throw new IllegalArgumentException(
                    "RADIUM_WORKER_DRAFT_MODEL goes with RADIUM_WORKER_SPECULATION=draft, and"
                            + " not one without the other");
        }
        return switch (name) {
            case "none" -> new None();
            case "ngram" -> new Ngrams();
            case "draft" -> new Draft(draftModel.orElseThrow());
            default ->
                throw new IllegalArgumentException(
                        "RADIUM_WORKER_SPECULATION must be none, ngram or draft, is " + name);
        };
    }

    /** llama-server v0.5.0 goes on without, and says so in its log only, when a draft model does not fit. */
    default boolean isActiveIn(OpenAiClient server) throws InterruptedException {
        return this instanceof None
                || server.get("/slots").body().path(0).path("speculative").asBoolean();
    }

    /** Why it is not active though it was asked for. */
    default String misfit() {
        return switch (this) {
            case None(), Ngrams() ->
                "the engine cannot guess ahead with this model: set RADIUM_WORKER_SPECULATION=none";
            case Draft(var model) ->
                "RADIUM_WORKER_DRAFT_MODEL: " + model + " does not have the vocabulary of the model it is to guess for";
        };
    }

    /**
     * For llama-server. Its own sizes, 12 and 48, find less: it does not guess before their sum has been said, and drops a guess
     * that is shorter than what it looked up.
     */
    default List<String> arguments() {
        return switch (this) {
            case None() -> List.of();
            case Ngrams() ->
                List.of(
                        "--spec-type",
                        "ngram-simple",
                        "--spec-ngram-simple-size-n",
                        "8",
                        "--spec-ngram-simple-size-m",
                        "24");
            case Draft(var model) -> List.of("--spec-type", "draft-simple", "--spec-draft-model", model.toString());
        };
    }
}
