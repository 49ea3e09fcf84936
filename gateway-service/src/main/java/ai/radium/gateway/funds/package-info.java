/**
 * What accounts may still spend, over all gateways: prices and funds as events tell them, what this process holds of an
 * account's funds, and the books of all gateways' holds in Redis. {@code inference} reserves a call's worst case at
 * {@link ai.radium.gateway.funds.Funds} before it asks a worker, and settles it by the call's usage. Nothing here blocks.
 */
@NullMarked
package ai.radium.gateway.funds;

import org.jspecify.annotations.NullMarked;
