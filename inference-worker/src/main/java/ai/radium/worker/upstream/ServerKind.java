package ai.radium.worker.upstream;

import java.util.Optional;

/** Servers whose ways beyond OpenAI's API are known; each names itself as the owner of its models. */
enum ServerKind {
    /** Names of metrics: docs.vllm.ai, "Production Metrics". */
    VLLM("vllm", "vllm:kv_cache_usage_perc", "vllm:num_requests_waiting", Optional.of("/v1/")),

    /** Names of metrics: docs.sglang.io, "Production Metrics"; there are none without {@code --enable-metrics}. */
    SGLANG("sglang", "sglang:token_usage", "sglang:num_queue_reqs", Optional.of("/")),
    LLAMA("llamacpp", "", "", Optional.empty()),
    OTHER("", "", "", Optional.empty());

    private final String owner;
    private final String kvUse;
    private final String waiting;
    private final Optional<String> adapterPath;

    ServerKind(String owner, String kvUse, String waiting, Optional<String> adapterPath) {
        this.owner = owner;
        this.kvUse = kvUse;
        this.waiting = waiting;
        this.adapterPath = adapterPath;
    }

    /** @param owner a model's {@code owned_by} */
    static ServerKind of(String owner) {
        for (ServerKind kind : values()) {
            if (kind.owner.equals(owner)) {
                return kind;
            }
        }
        return OTHER;
    }

    /** The metric that tells which share of the KV cache is in use. */
    String kvUse() {
        return kvUse;
    }

    /** The metric that tells how many requests wait. */
    String waiting() {
        return waiting;
    }

    /** Where adapters are loaded and unloaded while the server runs. */
    Optional<String> adapterPath() {
        return adapterPath;
    }
}
