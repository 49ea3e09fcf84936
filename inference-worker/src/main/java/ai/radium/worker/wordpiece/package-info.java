/**
 * Texts as tokens of BERT's vocabularies, exactly as the models were trained on them. The engine's own way differs: llama.cpp v0.5.0
 * keeps the first letter only of a Korean syllable and drops the vowels of Indic scripts, and knows no begin and end around given
 * ids. Called by the engine's wiring for models whose vocabulary is of this kind.
 */
@NullMarked
package ai.radium.worker.wordpiece;

import org.jspecify.annotations.NullMarked;
