@NullMarked
package ai.radium.finetune.dataset;

import org.jspecify.annotations.NullMarked;
