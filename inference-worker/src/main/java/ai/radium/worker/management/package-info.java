/**
 * Liveness, readiness and metrics over plain HTTP, for supervisors and scrapers.
 */
@NullMarked
package ai.radium.worker.management;

import org.jspecify.annotations.NullMarked;
