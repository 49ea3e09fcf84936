@NullMarked
package ai.radium.model;

import org.jspecify.annotations.NullMarked;
