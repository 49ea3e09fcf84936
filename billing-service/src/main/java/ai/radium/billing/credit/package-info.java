/**
 * Credit that accounts buy, and how it came and went. A purchase is committed before money moves, so that whatever is killed
 * it is paid once and counts once: by the request itself, by the same request sent again, or by {@code PendingPurchases}.
 */
@NullMarked
package ai.radium.billing.credit;

import org.jspecify.annotations.NullMarked;
