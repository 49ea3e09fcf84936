@NullMarked
package ai.radium.finetune.upload;

import org.jspecify.annotations.NullMarked;
