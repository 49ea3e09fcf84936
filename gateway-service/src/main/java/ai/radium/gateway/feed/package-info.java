/** Events of other services as they arrive: every gateway reads every partition and keeps its own copy of what it needs. */
@NullMarked
package ai.radium.gateway.feed;

import org.jspecify.annotations.NullMarked;
