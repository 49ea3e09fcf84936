@NullMarked
package ai.radium.finetune.openai;

import org.jspecify.annotations.NullMarked;
