@NullMarked
package ai.radium.account.audit;

import org.jspecify.annotations.NullMarked;
