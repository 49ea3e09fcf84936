/** A model small enough for unit tests, written by plain Java; the tests of other modules start workers on it too. */
@NullMarked
package ai.radium.worker.testmodel;

import org.jspecify.annotations.NullMarked;
