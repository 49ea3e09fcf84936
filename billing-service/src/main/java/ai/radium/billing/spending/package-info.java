/**
 * What an account may spend in a calendar month, and whether it may spend at all: tiers, limits, thresholds, standing. Pure;
 * whoever moves an account's money asks {@link ai.radium.billing.spending.SpendingTerms}.
 */
@NullMarked
package ai.radium.billing.spending;

import org.jspecify.annotations.NullMarked;
