/**
 * Sessions that are never cut off in the middle, do not keep a request waiting and of which one account has no more than
 * its share; the pool behind them.
 */
@NullMarked
package ai.radium.kit.database;

import org.jspecify.annotations.NullMarked;
