/**
 * One model replica as a process: configuration, wiring, start and orderly end.
 */
@NullMarked
package ai.radium.worker;

import org.jspecify.annotations.NullMarked;
