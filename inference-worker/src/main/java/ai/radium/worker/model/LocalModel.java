package ai.radium.worker.model;

import ai.radium.gguf.WordVocabulary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model that can be started here.
 *
 * @param contextLength tokens of one generation that it can and may hold
 * @param longestToken bytes of its longest token; absent where a token may stand for text of any length
 * @param wordPieces its vocabulary, if it is one of words as BERT's
 */
public record LocalModel(Path file, int contextLength, OptionalInt longestToken, Optional<WordVocabulary> wordPieces) {}
