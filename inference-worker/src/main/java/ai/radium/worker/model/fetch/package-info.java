/**
 * Brings a model's file from where a URI says into a partial file of its own, verified: resumed after an interruption,
 * retried, bounded. Knows neither the cache nor the engine.
 */
@NullMarked
package ai.radium.worker.model.fetch;

import org.jspecify.annotations.NullMarked;
