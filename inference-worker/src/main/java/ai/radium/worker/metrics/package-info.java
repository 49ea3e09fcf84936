/**
 * Counters and histograms of one replica, in plain memory, as Prometheus text.
 */
@NullMarked
package ai.radium.worker.metrics;

import org.jspecify.annotations.NullMarked;
