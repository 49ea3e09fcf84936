@NullMarked
package ai.radium.finetune.file;

import org.jspecify.annotations.NullMarked;
