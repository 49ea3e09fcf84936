package ai.radium.kit.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a caller may do in an account; {@code GATEWAY} is the gateway itself. */
public enum Role {
    VIEWER,
    DEVELOPER,
    ADMIN,
    OWNER,
    PLATFORM_ADMIN,
    GATEWAY;

    /** As on the wire: {@code platform-admin}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for any other word */
    @JsonCreator
    public static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
