/** Identifiers: a prefix that says what, a ULID that says which. */
@NullMarked
package ai.radium.kit.ids;

import org.jspecify.annotations.NullMarked;
