package ai.radium.worker.serving;

import ai.radium.worker.engine.Engine;

/**
 * What is served here.
 *
 * @param slots generations that run at once
 * @param queueCapacity generations that may wait
 * @param embeds whether it makes embeddings, and nothing else
 * @param contextLength tokens of one generation, as configured; the engine's own word counts once it is ready
 */
public record Replica(Engine engine, String modelId, int slots, int queueCapacity, int contextLength, boolean embeds) {}
