package ai.radium.worker.llama;

import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterStep;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.openai.OpenAiClient;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What generations can ask for beside the base model. */
final class LlamaAdapters {
    private final Children children;
    private final Replacement replacement;
    private final Map<String, Adapter> loaded = new LinkedHashMap<>();

    LlamaAdapters(Children children, Replacement replacement) {
        this.children = children;
        this.replacement = replacement;
    }

    synchronized List<Adapter> list() {
        return List.copyOf(loaded.values());
    }

    /** @throws EngineRefusal when an adapter is asked for that is not there */
    synchronized void check(String id) {
        if (!id.isEmpty() && !loaded.containsKey(id)) {
            throw EngineRefusal.unknownAdapter(id);
        }
    }

    void load(Adapter adapter, Consumer<AdapterStep> steps) throws InterruptedException {
        List<Path> files = Stream.concat(list().stream(), Stream.of(adapter))
                .map(Adapter::weights)
                .distinct()
                .toList();
        replacement.with(files, size(adapter.weights()), steps);
        synchronized (this) {
            loaded.put(adapter.id(), adapter);
        }
    }

    /** The child keeps the weights, which nobody asks for, until it is replaced the next time. */
    void unload(String id) throws InterruptedException {
        synchronized (this) {
            loaded.remove(id);
        }
        children.awaitEndOf(id);
    }

    /**
     * The adapters of a child as each of its requests must name them: what is left out would have scale 1, and a request
     * that names none would be answered from the cache of whatever ran before it.
     */
    ArrayNode scales(String id, List<Path> ofChild) {
        ArrayNode scales = OpenAiClient.JSON.createArrayNode();
        Path wanted = id.isEmpty() ? Path.of("") : weights(id, ofChild);
        for (int number = 0; number < ofChild.size(); number++) {
            scales.addObject()
                    .put("id", number)
                    .put("scale", ofChild.get(number).equals(wanted) ? 1 : 0);
        }
        return scales;
    }

    private synchronized Path weights(String id, List<Path> ofChild) {
        Adapter adapter = loaded.get(id);
        if (adapter == null || !ofChild.contains(adapter.weights())) {
            throw EngineRefusal.unknownAdapter(id);
        }
        return adapter.weights();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
