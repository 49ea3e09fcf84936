/** Proves billing on real PostgreSQL and Kafka; {@code Outside} stands for everything around it. */
@NullMarked
package ai.radium.billing;

import org.jspecify.annotations.NullMarked;
