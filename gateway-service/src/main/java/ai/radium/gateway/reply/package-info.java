/** The reply to one request: its head with the headers that every reply carries, JSON bodies, event streams, refusals. */
@NullMarked
package ai.radium.gateway.reply;

import org.jspecify.annotations.NullMarked;
