@NullMarked
package ai.radium.deployment.wakeup;

import org.jspecify.annotations.NullMarked;
