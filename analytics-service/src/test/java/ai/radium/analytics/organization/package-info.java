@NullMarked
package ai.radium.analytics.organization;

import org.jspecify.annotations.NullMarked;
