package ai.radium.worker.model;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A model that can be started here.
 *
 * @param contextLength tokens of one generation that it can and may hold
 * @param longestToken bytes of its longest token; absent where a token may stand for text of any length
 */
public record LocalModel(Path file, int contextLength, OptionalInt longestToken) {}
