/** What a period would have cost at other prices. Reads the rated lines and changes nothing. */
@NullMarked
package ai.radium.billing.rerating;

import org.jspecify.annotations.NullMarked;
