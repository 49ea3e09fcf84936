/**
 * Percentiles that can be merged: a distribution of durations in a few hundred bytes. Pure; rollups hold its bytes,
 * reports merge them, so that no percentile is ever made of percentiles.
 */
@NullMarked
package ai.radium.analytics.sketch;

import org.jspecify.annotations.NullMarked;
