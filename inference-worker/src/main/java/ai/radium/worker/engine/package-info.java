/**
 * What a replica asks of the program that runs the model, and the answers it gets. Implemented by {@code llama} and {@code upstream}, and by
 * a deterministic engine in the tests; called by {@code serving}.
 */
@NullMarked
package ai.radium.worker.engine;

import org.jspecify.annotations.NullMarked;
