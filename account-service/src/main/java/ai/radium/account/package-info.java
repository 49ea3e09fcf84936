/**
 * Accounts, their members with roles, and the rate-limit policy that is in force for each. {@code Accounts} joins the
 * store and the outbox; {@code AccountResource} and {@code MemberResource} answer customers, {@code PrincipalResource}
 * the gateway. The keys of an account live in {@code key}, which uses this package and is not known to it.
 */
@NullMarked
package ai.radium.account;

import org.jspecify.annotations.NullMarked;
