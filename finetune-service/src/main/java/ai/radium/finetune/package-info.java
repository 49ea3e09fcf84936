/**
 * Datasets for fine-tuning: files of examples, kept in versions, judged line by line.
 *
 * <p>Called by people through the gateway, in our own shape ({@code dataset}) and in that of OpenAI's files ({@code file}).
 */
@NullMarked
package ai.radium.finetune;

import org.jspecify.annotations.NullMarked;
