@NullMarked
package ai.radium.finetune.estimate;

import org.jspecify.annotations.NullMarked;
