/** One request id through HTTP, Kafka and the logs; the names of log keys. */
@NullMarked
package ai.radium.kit.telemetry;

import org.jspecify.annotations.NullMarked;
