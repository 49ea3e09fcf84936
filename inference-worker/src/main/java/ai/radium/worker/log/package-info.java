/**
 * Two outputs that others read line by line: the process's JSON log and the usage log.
 */
@NullMarked
package ai.radium.worker.log;

import org.jspecify.annotations.NullMarked;
