/**
 * The model catalogue: what can be deployed and called, what it needs, what it costs.
 *
 * <p>Data, not code: a JSON file that an operator may replace is compared with the database at each start, and what
 * changed goes out on {@code radium.model.changed.v1}. What fine-tuning jobs make of a model of the catalogue is a model of
 * its account. Called by people through the gateway; copied by deployment- and
 * billing-service.
 */
@NullMarked
package ai.radium.model;

import org.jspecify.annotations.NullMarked;
