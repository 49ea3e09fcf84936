/** The envelope of replies and the limit and offset of lists. */
@NullMarked
package ai.radium.kit.paging;

import org.jspecify.annotations.NullMarked;
