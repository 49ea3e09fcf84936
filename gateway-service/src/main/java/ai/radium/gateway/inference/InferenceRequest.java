package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;

/**
 * A request as the gateway understands it.
 *
 * @param model a model or a deployment, as the body or else the path names it
 * @param maxTokens 0 = up to the context's end
 * @param parts views of the body, valid as long as it is
 */
record InferenceRequest(
        String model, boolean stream, boolean includeUsage, int maxTokens, Sampling sampling, RawParts parts) {}
