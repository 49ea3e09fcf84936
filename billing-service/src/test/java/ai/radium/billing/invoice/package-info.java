@NullMarked
package ai.radium.billing.invoice;

import org.jspecify.annotations.NullMarked;
