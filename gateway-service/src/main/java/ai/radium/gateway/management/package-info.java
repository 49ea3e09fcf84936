/** The port that only operators and services reach: health, metrics and the public keys of internal tokens. */
@NullMarked
package ai.radium.gateway.management;

import org.jspecify.annotations.NullMarked;
