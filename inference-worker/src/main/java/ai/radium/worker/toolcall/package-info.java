/**
 * Tools for any chat model: how they are described to it, the grammar that its calls cannot leave, and the calls read from
 * what it writes. Used by {@code llama} where a call must be certain or the model's own template knows no tools.
 */
@NullMarked
package ai.radium.worker.toolcall;

import org.jspecify.annotations.NullMarked;
