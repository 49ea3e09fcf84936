/** Topics {@code radium.audit.*.v1}: each service tells on its own what callers did there; account-service keeps it. */
@NullMarked
package ai.radium.contracts.audit;

import org.jspecify.annotations.NullMarked;
