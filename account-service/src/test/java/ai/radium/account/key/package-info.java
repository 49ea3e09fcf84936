/** Tests of keys: their text alone, and the service over its own port. */
@NullMarked
package ai.radium.account.key;

import org.jspecify.annotations.NullMarked;
