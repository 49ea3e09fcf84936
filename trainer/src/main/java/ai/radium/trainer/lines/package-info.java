/** The lines of a dataset: read, made tokens, in the order in which they are learnt. */
@NullMarked
package ai.radium.trainer.lines;

import org.jspecify.annotations.NullMarked;
