/**
 * Text to tokens and back, by the vocabulary that a GGUF file brings, token for token as llama.cpp v0.5.0 does (llama-vocab.cpp,
 * unicode.cpp): byte pairs and SentencePiece. A vocabulary of another kind is refused by name, never read by halves.
 */
@NullMarked
package ai.radium.gguf.tokenizer;

import org.jspecify.annotations.NullMarked;
