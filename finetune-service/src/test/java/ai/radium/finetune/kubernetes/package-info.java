@NullMarked
package ai.radium.finetune.kubernetes;

import org.jspecify.annotations.NullMarked;
