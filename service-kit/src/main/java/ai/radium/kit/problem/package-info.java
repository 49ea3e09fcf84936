/** Refusals: RFC 9457 problems with our code, and the mappers that turn every failure of a request into one. */
@NullMarked
package ai.radium.kit.problem;

import org.jspecify.annotations.NullMarked;
