/**
 * What was used, safe before the client hears the end: one record per attempt in memory-mapped files (a killed process
 * loses nothing that it wrote), from there to Kafka, at least once, each record under its own id for ever.
 */
@NullMarked
package ai.radium.gateway.usage;

import org.jspecify.annotations.NullMarked;
