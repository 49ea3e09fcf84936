/**
 * How long replicas that are paid by the second were ready: a meter for each, kept in the database, and what it shows told
 * to billing in the transaction that moves it. Knows deployments by what is {@link Metered} of them only; called where a
 * deployment's change is stored, and after each look at one.
 */
@NullMarked
package ai.radium.deployment.metering;

import org.jspecify.annotations.NullMarked;
