/**
 * Model files: how a worker comes to the one that it serves, and {@code ./radium model}. Below: {@code fetch} brings a file
 * from elsewhere, {@code cache} keeps it for all processes of the node, {@code gguf} reads what it is.
 */
@NullMarked
package ai.radium.worker.model;

import org.jspecify.annotations.NullMarked;
