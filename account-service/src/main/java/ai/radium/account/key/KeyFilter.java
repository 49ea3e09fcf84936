package ai.radium.account.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of an account are asked for.
 *
 * @param state null = all
 */
record KeyFilter(String account, @Nullable KeyState state, Instant now) {}
