/**
 * The four backing services as child processes: PostgreSQL, Kafka, Redis and Keycloak, taken from package registries.
 * Each says how it is prepared and started, when it is ready and what must exist in it then.
 * The supervisor runs them, for {@code ./radium up} and for tests alike.
 */
@NullMarked
package ai.radium.devstack.backing;

import org.jspecify.annotations.NullMarked;
