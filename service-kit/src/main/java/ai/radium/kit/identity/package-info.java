/** Who calls: the short-lived token that the gateway signs for a service, and its verification. */
@NullMarked
package ai.radium.kit.identity;

import org.jspecify.annotations.NullMarked;
