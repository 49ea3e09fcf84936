@NullMarked
package ai.radium.finetune.job;

import org.jspecify.annotations.NullMarked;
