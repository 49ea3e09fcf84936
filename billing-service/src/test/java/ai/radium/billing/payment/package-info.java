@NullMarked
package ai.radium.billing.payment;

import org.jspecify.annotations.NullMarked;
