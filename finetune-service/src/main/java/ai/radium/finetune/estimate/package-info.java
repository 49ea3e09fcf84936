/**
 * What a run would take, known before it begins: tokens by the model's own tokenizer and template, steps, price, time, memory. Jobs
 * ask here too, so that an estimate and its job tell the same numbers.
 */
@NullMarked
package ai.radium.finetune.estimate;

import org.jspecify.annotations.NullMarked;
