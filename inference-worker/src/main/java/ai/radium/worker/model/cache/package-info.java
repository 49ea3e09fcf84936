/**
 * The model files of a node, shared by all its processes: stored under the sha256 of what they hold, listed in a readable
 * index, locked while used, the least recently used given up when there are too many.
 *
 * <p>Whatever moment a process is killed at, two things hold: a file under its sha256 is whole, and it is in the index. So the
 * index is written before a file gets its place, a file goes before its entry does, and an entry without a file counts for
 * nothing.
 */
@NullMarked
package ai.radium.worker.model.cache;

import org.jspecify.annotations.NullMarked;
