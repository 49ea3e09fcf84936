@NullMarked
package ai.radium.deployment.adapters;

import org.jspecify.annotations.NullMarked;
