@NullMarked
package ai.radium.finetune.trainer;

import org.jspecify.annotations.NullMarked;
