/**
 * The long-lived process that owns all others: starts them in order, restarts them when they die, adopts them after it
 * was killed itself, stops exactly what it started. Others talk to it over a loopback line protocol ({@code Control}).
 */
@NullMarked
package ai.radium.devstack.supervisor;

import org.jspecify.annotations.NullMarked;
