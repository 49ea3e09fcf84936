/** Fine-tuning jobs in the words of OpenAI's API: views of the rows of {@code job}. */
@NullMarked
package ai.radium.finetune.openai;

import org.jspecify.annotations.NullMarked;
