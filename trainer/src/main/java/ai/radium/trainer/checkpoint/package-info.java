/** The state of a run on disk. A file is whole or not there, and what is not whole is not believed. */
@NullMarked
package ai.radium.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
