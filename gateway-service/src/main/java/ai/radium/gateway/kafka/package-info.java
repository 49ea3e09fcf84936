/** How Kafka is reached. Used by {@code feed} and {@code usage}. */
@NullMarked
package ai.radium.gateway.kafka;

import org.jspecify.annotations.NullMarked;
