/** Models small enough for unit tests, written by plain Java; the tests of other modules start workers and trainers on them too. */
@NullMarked
package ai.radium.gguf.testmodel;

import org.jspecify.annotations.NullMarked;
