@NullMarked
package ai.radium.finetune.artifact;

import org.jspecify.annotations.NullMarked;
