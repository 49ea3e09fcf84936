/** The gateway's process: its configuration, its start and its end. */
@NullMarked
package ai.radium.gateway;

import org.jspecify.annotations.NullMarked;
