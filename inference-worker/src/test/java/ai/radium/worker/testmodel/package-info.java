/** An embedding model small enough for unit tests, written by plain Java. */
@NullMarked
package ai.radium.worker.testmodel;

import org.jspecify.annotations.NullMarked;
