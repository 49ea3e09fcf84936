/**
 * What deployments did and what it cost, per hour: copied from the gateway's usage records and billing's rated lines.
 * Knows deployments by their ids only.
 */
@NullMarked
package ai.radium.deployment.usage;

import org.jspecify.annotations.NullMarked;
