/** What crosses a process line: events and their envelope. The worker's protocol is in the generated sources. */
@NullMarked
package ai.radium.contracts;

import org.jspecify.annotations.NullMarked;
