/** How well held-out lines are answered, before and after. */
@NullMarked
package ai.radium.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
