/** Tests of members and of what becomes of their keys. */
@NullMarked
package ai.radium.account.member;

import org.jspecify.annotations.NullMarked;
