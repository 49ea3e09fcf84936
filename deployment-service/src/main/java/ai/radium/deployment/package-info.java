/**
 * Deployments: their states, their HTTP, their store and the reconciler that makes them real. The runtimes in
 * {@code local} and {@code cluster} are reached through {@code runtime} only.
 */
@NullMarked
package ai.radium.deployment;

import org.jspecify.annotations.NullMarked;
