package ai.radium.worker.engine;

import java.nio.file.Path;

/**
 * LoRA weights under a name; the same id means the same weights for ever.
 *
 * @param weights a file that stays as it is while the engine may load it
 * @param sha256 of the file, lower-case hex
 */
public record Adapter(String id, Path weights, String sha256) {}
