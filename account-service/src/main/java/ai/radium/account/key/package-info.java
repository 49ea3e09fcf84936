/**
 * API keys: made, shown once, changed, rotated, revoked, and counted. {@code Keys} joins store and outbox;
 * {@code KeyResource} answers customers, {@code KeyLookupResource} the gateway. The key itself exists here only between
 * its making and the one reply that shows it; the database has a keyed hash.
 */
@NullMarked
package ai.radium.account.key;

import org.jspecify.annotations.NullMarked;
