/**
 * The members of an account: listed, added, given another role, removed, and what becomes of their keys. {@code Members}
 * joins the accounts and the keys, which do not know it; {@code MemberResource} answers customers.
 */
@NullMarked
package ai.radium.account.member;

import org.jspecify.annotations.NullMarked;
