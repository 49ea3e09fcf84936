/** Topic {@code radium.finetune.changed.v1}, written by finetune-service: jobs, and what they are to be billed for. */
@NullMarked
package ai.radium.contracts.finetune;

import org.jspecify.annotations.NullMarked;
