/**
 * The documentation as files, read once at start: the description of the API and the pages that the build of {@code contracts} makes,
 * and the explorer. Given by {@code http} to whoever asks.
 */
@NullMarked
package ai.radium.gateway.docs;

import org.jspecify.annotations.NullMarked;
