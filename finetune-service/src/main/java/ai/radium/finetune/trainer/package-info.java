/** Where adapters are trained: one seam, {@link ai.radium.finetune.trainer.Trainer}, for processes of this machine and jobs of a cluster. */
@NullMarked
package ai.radium.finetune.trainer;

import org.jspecify.annotations.NullMarked;
