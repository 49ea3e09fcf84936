/** Sessions that are never cut off in the middle and do not keep a request waiting; the pool behind them. */
@NullMarked
package ai.radium.kit.database;

import org.jspecify.annotations.NullMarked;
