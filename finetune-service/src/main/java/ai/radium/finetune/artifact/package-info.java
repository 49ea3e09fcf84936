/**
 * Where files live: whole or not at all, under keys of our own making. Knows nothing of datasets.
 *
 * <p>Which implementation runs, {@code radium.artifact.store} says; all keep the same contract.
 */
@NullMarked
package ai.radium.finetune.artifact;

import org.jspecify.annotations.NullMarked;
