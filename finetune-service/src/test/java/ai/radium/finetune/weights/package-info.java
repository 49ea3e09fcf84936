@NullMarked
package ai.radium.finetune.weights;

import org.jspecify.annotations.NullMarked;
