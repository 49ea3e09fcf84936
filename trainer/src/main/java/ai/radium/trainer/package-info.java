/**
 * One run of fine-tuning as a process: {@link ai.radium.trainer.Main} reads a job, tells its progress on standard output and its log
 * on standard error. finetune-service starts it, kills it, starts it again.
 */
@NullMarked
package ai.radium.trainer;

import org.jspecify.annotations.NullMarked;
