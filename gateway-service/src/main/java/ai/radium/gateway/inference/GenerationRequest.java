package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;

/**
 * A chat or a completion.
 *
 * @param maxTokens 0 = up to the context's end
 * @param parts views of the body, valid as long as it is
 * @param tellsTier whether the client named a tier of service, and is told which one it got
 */
record GenerationRequest(
        String model,
        boolean stream,
        boolean includeUsage,
        int maxTokens,
        Sampling sampling,
        RawParts parts,
        Choices choices,
        boolean tellsTier)
        implements InferenceRequest {
    /** Of one choice. */
    GenerationRequest(
            String model, boolean stream, boolean includeUsage, int maxTokens, Sampling sampling, RawParts parts) {
        this(model, stream, includeUsage, maxTokens, sampling, parts, Choices.ONE, false);
    }

    /** The same with fewer tokens in each answer. */
    GenerationRequest atMost(int tokens) {
        return new GenerationRequest(model, stream, includeUsage, tokens, sampling, parts, choices, tellsTier);
    }

    /** Whether tools were named in OpenAI's older words, which calls of them are told in then. */
    boolean callsFunctions() {
        return parts.functions() != null;
    }

    /** Whether what an engine says of tools is meant of functions: the client named none in the newer words. */
    boolean namesFunctionsAlone() {
        return callsFunctions() && parts.tools() == null && parts.toolChoice() == null;
    }
}
