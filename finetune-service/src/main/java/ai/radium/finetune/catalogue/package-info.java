/** The copy of the catalogue: which models can be fine-tuned, on which weights, at which price. */
@NullMarked
package ai.radium.finetune.catalogue;

import org.jspecify.annotations.NullMarked;
