package ai.radium.gateway.inference;

/** A request as the gateway understands it. */
sealed interface InferenceRequest permits GenerationRequest, TranslatedRequest, EmbeddingRequest {
    /** A model or a deployment, as the body or else the path names it. */
    String model();

    boolean stream();
}
