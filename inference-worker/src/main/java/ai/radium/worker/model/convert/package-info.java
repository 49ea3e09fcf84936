/**
 * Models in the form that people publish them in (safetensors beside JSON files), turned into GGUF files as llama.cpp's
 * convert_hf_to_gguf.py does. {@code ai.radium.worker.model} calls it between fetch and cache. Streams: a model may be larger than
 * the memory.
 */
@NullMarked
package ai.radium.worker.model.convert;

import org.jspecify.annotations.NullMarked;
