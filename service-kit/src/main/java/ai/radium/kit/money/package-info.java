/** Money as decimals with a currency. */
@NullMarked
package ai.radium.kit.money;

import org.jspecify.annotations.NullMarked;
