/** Which web pages may call the API from a browser; none unless configured. */
@NullMarked
package ai.radium.gateway.cors;

import org.jspecify.annotations.NullMarked;
