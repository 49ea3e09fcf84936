/**
 * JSON Schema as a grammar that a model's output cannot leave, in GBNF, which is llama.cpp's notation. Pure; called by
 * {@code llama} and {@code toolcall}. A keyword that no grammar here can enforce is refused by its name.
 */
@NullMarked
package ai.radium.worker.grammar;

import org.jspecify.annotations.NullMarked;
