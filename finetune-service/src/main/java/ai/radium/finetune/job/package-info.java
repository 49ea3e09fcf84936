/**
 * Fine-tuning jobs: their states, their queue, what a run tells of them, their result, and how they read over HTTP. {@code openai}
 * shows the same rows in OpenAI's words.
 */
@NullMarked
package ai.radium.finetune.job;

import org.jspecify.annotations.NullMarked;
