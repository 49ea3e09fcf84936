/** The base models' files as workers serve them, for what reads them here: tokenizers, estimates, trainers. */
@NullMarked
package ai.radium.finetune.weights;

import org.jspecify.annotations.NullMarked;
