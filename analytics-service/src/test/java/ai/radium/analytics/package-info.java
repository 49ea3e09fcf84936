/** Proves analytics on real PostgreSQL and Kafka; {@code Outside} stands for everything around it. */
@NullMarked
package ai.radium.analytics;

import org.jspecify.annotations.NullMarked;
