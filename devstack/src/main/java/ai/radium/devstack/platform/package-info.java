/**
 * The whole platform on one machine: its settings, the table of its processes, and the supervisor main that runs them.
 * {@code ai.radium.devstack.Radium} starts it and talks to it. To add a service, add its row to {@code Services}.
 */
@NullMarked
package ai.radium.devstack.platform;

import org.jspecify.annotations.NullMarked;
