/**
 * How much was used, how fast and what it cost. {@code AnalyticsEvents} lets events in, {@code Counting} adds them to
 * rollups once, {@code Report} folds rollups into what {@code AnalyticsResource} answers.
 */
@NullMarked
package ai.radium.analytics;

import org.jspecify.annotations.NullMarked;
