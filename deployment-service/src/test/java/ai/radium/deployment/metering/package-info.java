@NullMarked
package ai.radium.deployment.metering;

import org.jspecify.annotations.NullMarked;
