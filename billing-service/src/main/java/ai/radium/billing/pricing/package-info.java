/**
 * What tokens cost: price versions, which one is in force at an instant, and the exact amount of a record. Pure; called
 * when usage arrives and when a price becomes known.
 */
@NullMarked
package ai.radium.billing.pricing;

import org.jspecify.annotations.NullMarked;
