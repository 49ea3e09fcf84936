/**
 * Datasets: their versions, what was found in each, and how they read over HTTP. {@code file} shows the same rows in
 * OpenAI's words.
 */
@NullMarked
package ai.radium.finetune.dataset;

import org.jspecify.annotations.NullMarked;
