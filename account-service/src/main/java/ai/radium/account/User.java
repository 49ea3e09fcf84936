package ai.radium.account;

import org.jspecify.annotations.Nullable;

/**
 * A Keycloak user who calls.
 *
 * @param sub its id in Keycloak
 */
public record User(
        String sub, @Nullable String email, @Nullable String name) {
    public static final int LONGEST = 200;

    String accountName() {
        String owner = name == null || name.isBlank() ? email : name;
        String full = owner == null || owner.isBlank() ? "My account" : owner + "'s account";
        return full.length() <= LONGEST ? full : full.substring(0, LONGEST);
    }
}
