/** How the platform's parts are as this gateway sees them, for everybody: states and times, and nothing of the inside. */
@NullMarked
package ai.radium.gateway.status;

import org.jspecify.annotations.NullMarked;
