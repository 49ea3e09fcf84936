/** Topic {@code radium.key.changed.v1}, written by account-service; makes every gateway forget a changed key. */
@NullMarked
package ai.radium.contracts.key;

import org.jspecify.annotations.NullMarked;
