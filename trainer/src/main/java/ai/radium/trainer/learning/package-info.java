/** How an adapter learns: a step over all cores, the rate of learning, AdamW, and when it is enough. */
@NullMarked
package ai.radium.trainer.learning;

import org.jspecify.annotations.NullMarked;
