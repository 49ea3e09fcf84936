@NullMarked
package ai.radium.finetune;

import org.jspecify.annotations.NullMarked;
