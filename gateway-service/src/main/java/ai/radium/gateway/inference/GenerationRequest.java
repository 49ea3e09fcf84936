package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;

/**
 * A chat or a completion.
 *
 * @param maxTokens 0 = up to the context's end
 * @param parts views of the body, valid as long as it is
 */
record GenerationRequest(
        String model, boolean stream, boolean includeUsage, int maxTokens, Sampling sampling, RawParts parts)
        implements InferenceRequest {}
