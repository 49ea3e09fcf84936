/** Fixtures that every service's tests share: the gateway's signature and the architecture's rules. */
@NullMarked
package ai.radium.kit.testing;

import org.jspecify.annotations.NullMarked;
