/** Topics {@code radium.billing.rated.v1}, {@code radium.billing.invoice.v1} and {@code radium.billing.standing.v1} (compacted), written by billing-service. */
@NullMarked
package ai.radium.contracts.billing;

import org.jspecify.annotations.NullMarked;
