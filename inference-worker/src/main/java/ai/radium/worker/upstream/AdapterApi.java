package ai.radium.worker.upstream;

import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.openai.OpenAiClient;
import ai.radium.worker.openai.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a running server is told of adapters: vLLM's {@code /v1/load_lora_adapter} (docs.vllm.ai, "LoRA Adapters") and SGLang's
 * {@code /load_lora_adapter}. The others have none.
 */
record AdapterApi(OpenAiClient client, ServerKind kind) {
    private static final Duration LOAD = Duration.ofMinutes(5);

    /** @throws AdapterRefusal when the server cannot load adapters, or not this one */
    void add(Adapter adapter) throws InterruptedException {
        String prefix = kind.adapterPath()
                .orElseThrow(() -> AdapterRefusal.invalid(
                        "uri", "the server beside this worker cannot load adapters while it runs"));
        if (has(adapter.id())) {
            return; // from before: an id stands for the same weights for ever
        }
        ObjectNode body = OpenAiClient.JSON.createObjectNode();
        body.put("lora_name", adapter.id()).put("lora_path", folder(adapter.weights()));
        Reply reply = client.post(prefix + "load_lora_adapter", body, LOAD);
        if (reply.isOk()) {
            return;
        }
        if (reply.body().has("detail")) { // the web framework's word: there is no such path
            throw AdapterRefusal.invalid(
                    "uri",
                    "the server beside this worker was not started to load adapters while it runs (vLLM: --enable-lora and"
                            + " VLLM_ALLOW_RUNTIME_LORA_UPDATING=True; SGLang: --enable-lora)");
        }
        if (reply.status() >= 500) {
            throw new EngineFailure(EngineFailure.ERROR, "the engine answered with status " + reply.status());
        }
        throw AdapterRefusal.invalid("uri", "the engine does not take these weights: " + reply.error());
    }

    /** An unknown id is fine. */
    void remove(String id) throws InterruptedException {
        if (kind.adapterPath().isPresent()) {
            ObjectNode body = OpenAiClient.JSON.createObjectNode().put("lora_name", id);
            client.post(kind.adapterPath().get() + "unload_lora_adapter", body, LOAD);
        }
    }

    private boolean has(String id) throws InterruptedException {
        for (JsonNode model : client.get("/v1/models").body().path("data")) {
            if (model.path("id").asText().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** Both want the folder with adapter_config.json and the weights beside it. */
    private static String folder(Path weights) {
        Path parent = weights.toAbsolutePath().getParent();
        return (Files.isDirectory(weights) || parent == null ? weights.toAbsolutePath() : parent).toString();
    }
}
