package ai.radium.worker.model;

import java.nio.file.Path;

/**
 * A model that can be started here.
 *
 * @param contextLength tokens of one generation that it can and may hold
 */
public record LocalModel(Path file, int contextLength) {}
