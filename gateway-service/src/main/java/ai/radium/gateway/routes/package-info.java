/**
 * Where each model can be called and which accounts may spend: immutable snapshots, fed by compacted topics and kept on
 * disk, so that the gateway starts and goes on without Kafka. Read by {@code inference} on every loop.
 */
@NullMarked
package ai.radium.gateway.routes;

import org.jspecify.annotations.NullMarked;
