@NullMarked
package ai.radium.billing.spending;

import org.jspecify.annotations.NullMarked;
