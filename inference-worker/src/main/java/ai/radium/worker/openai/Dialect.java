package ai.radium.worker.openai;

import ai.radium.worker.engine.EngineLoad;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What one kind of server does beyond OpenAI's API, or in ways of its own. */
public interface Dialect {
    /** The request in this server's words, but for what makes it a stream. */
    ObjectNode body(Generation generation);

    /** Asks for a stream that tells its counts as it goes, as far as the server can. */
    void askForStream(ObjectNode body);

    /** What the server tells of its work in a chunk of its stream. */
    Optional<Counts> counts(JsonNode chunk);

    /** The prompt's tokens, chat template and tools applied. */
    TokenCount count(OpenAiClient client, Generation generation) throws InterruptedException;

    /** Whether a text without max_tokens ends after a few tokens, where it goes on to the context's end on other servers. */
    boolean endsTextsEarly();

    /** Whether its cache of prompts is read for the account only that filled it. What others' fill shows, is not told on. */
    boolean keepsAccountsApart();

    /** Whether a stream tells of each step of the prompt that is read, before the first token. */
    boolean tellsSteps();

    EngineLoad load(OpenAiClient client) throws InterruptedException;

    /**
     * The refusal in this reply, if it says that the prompt does not fit into the context.
     *
     * @param contextLength for a server that does not tell it
     */
    Optional<EngineRefusal> overflow(Reply reply, Prompt prompt, int contextLength);
}
