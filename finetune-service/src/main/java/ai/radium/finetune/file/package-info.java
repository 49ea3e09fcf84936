/** Datasets as OpenAI's API shows them: files, and uploads of them in parts. Its words are those of its clients. */
@NullMarked
package ai.radium.finetune.file;

import org.jspecify.annotations.NullMarked;
