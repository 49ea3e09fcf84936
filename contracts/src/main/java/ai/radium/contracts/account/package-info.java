/** Topic {@code radium.account.changed.v1} (compacted), written by account-service. */
@NullMarked
package ai.radium.contracts.account;

import org.jspecify.annotations.NullMarked;
