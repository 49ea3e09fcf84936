package ai.radium.worker.adapter;

import java.nio.file.Path;

/**
 * The worker's own copy of an adapter's file.
 *
 * @param sha256 of what was copied
 * @param isNew whether the worker had no such copy before
 */
record Weights(Path file, String sha256, boolean isNew) {}
