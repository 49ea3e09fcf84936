/**
 * The engine as a supervised llama-server child: launch, restart, and its HTTP interface. Nobody but the wiring knows it.
 */
@NullMarked
package ai.radium.worker.llama;

import org.jspecify.annotations.NullMarked;
