/**
 * The commands of {@code ./radium} that need the stack: up, demo, status, logs, down, audit, dead-letters. The script builds what is missing
 * and hands over to {@code Radium}.
 */
@NullMarked
package ai.radium.devstack;

import org.jspecify.annotations.NullMarked;
