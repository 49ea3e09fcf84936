@NullMarked
package ai.radium.billing.account;

import org.jspecify.annotations.NullMarked;
