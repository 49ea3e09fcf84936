package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * A request as the edge understands it.
 *
 * @param model as asked for; null when the path names the deployment
 * @param maxTokens 0 = up to the context's end
 * @param parts views of the body, valid as long as it is
 */
record InferenceRequest(
        @Nullable String model,
        boolean stream,
        boolean includeUsage,
        int maxTokens,
        Sampling sampling,
        RawParts parts) {}
