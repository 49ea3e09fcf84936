/** Topic {@code radium.dataset.changed.v1}: files of examples. */
@NullMarked
package ai.radium.contracts.dataset;

import org.jspecify.annotations.NullMarked;
