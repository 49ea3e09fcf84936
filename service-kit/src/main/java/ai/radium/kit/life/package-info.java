/** How a process starts, lives and stops: settings out of its environment, threads that must not die, its health. */
@NullMarked
package ai.radium.kit.life;

import org.jspecify.annotations.NullMarked;
