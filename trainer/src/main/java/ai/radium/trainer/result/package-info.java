/** An adapter as files: GGUF as llama.cpp loads it, safetensors as PEFT does. */
@NullMarked
package ai.radium.trainer.result;

import org.jspecify.annotations.NullMarked;
