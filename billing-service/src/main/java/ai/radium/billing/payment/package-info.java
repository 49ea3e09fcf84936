/**
 * How accounts pay: {@code PaymentProvider} is the seam to whoever takes the money, {@code PaymentMethods} joins what it
 * gives back with the account's standing. No card number comes further than {@code CardNumberGuard}.
 */
@NullMarked
package ai.radium.billing.payment;

import org.jspecify.annotations.NullMarked;
