/**
 * What a trainer and those who plan for it must agree on: the tokens of a line and which of them are answers, the shape of a
 * model, the memory that training takes. Pure; used by finetune-service and the trainer.
 */
@NullMarked
package ai.radium.gguf.training;

import org.jspecify.annotations.NullMarked;
