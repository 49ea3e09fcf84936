@NullMarked
package ai.radium.finetune.local;

import org.jspecify.annotations.NullMarked;
