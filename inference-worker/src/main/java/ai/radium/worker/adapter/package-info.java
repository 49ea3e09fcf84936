/**
 * Which adapters a replica has: ids that stand for the same weights for ever, the worker's own copies of the files, one load
 * at a time. Called by {@code serving}; what an engine does with the weights is its own affair.
 */
@NullMarked
package ai.radium.worker.adapter;

import org.jspecify.annotations.NullMarked;
