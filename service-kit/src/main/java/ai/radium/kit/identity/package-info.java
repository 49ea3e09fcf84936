/** Who calls: the short-lived token that the edge signs for a service, and its verification. */
@NullMarked
package ai.radium.kit.identity;

import org.jspecify.annotations.NullMarked;
