@NullMarked
package ai.radium.billing.credit;

import org.jspecify.annotations.NullMarked;
