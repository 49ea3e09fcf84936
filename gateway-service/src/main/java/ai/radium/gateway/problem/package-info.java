/**
 * What the gateway refuses and how a refusal reads: one table of codes, three public renderings, and the rule which of them
 * a client gets. Every other package ends its failures here; problems of the services behind the gateway come through
 * here too, so that nothing of the inside shows.
 */
@NullMarked
package ai.radium.gateway.problem;

import org.jspecify.annotations.NullMarked;
