/**
 * Reads what a GGUF file (ggml's docs/gguf.md, versions 2 and 3) says about itself and holds: {@link ai.radium.gguf.GgufHeader} a
 * summary, {@link ai.radium.gguf.ModelFile} all of it. Files may be hostile, so every length is bounded before it is believed.
 * {@link ai.radium.gguf.GgufFile} writes such files whole. No process, no network.
 */
@NullMarked
package ai.radium.gguf;

import org.jspecify.annotations.NullMarked;
