/**
 * Reads what a GGUF file (ggml's docs/gguf.md, versions 2 and 3) says about itself: its metadata and the table of its
 * tensors, never their data; files may be hostile, so every length is bounded before it is believed. And writes such files whole.
 */
@NullMarked
package ai.radium.worker.model.gguf;

import org.jspecify.annotations.NullMarked;
