/**
 * Turns what the edge relays unread into a generation that an engine can run, or names the field that is wrong.
 */
@NullMarked
package ai.radium.worker.request;

import org.jspecify.annotations.NullMarked;
