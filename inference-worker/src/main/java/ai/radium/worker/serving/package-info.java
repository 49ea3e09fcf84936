/**
 * The worker protocol: admission, the bounded queue, streams, load, drain. Called by gRPC.
 */
@NullMarked
package ai.radium.worker.serving;

import org.jspecify.annotations.NullMarked;
