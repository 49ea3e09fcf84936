package ai.radium.account;

import ai.radium.kit.identity.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A member as customers see it. */
public record MemberView(
        String sub,
        Role role,
        @Nullable String email,
        @Nullable String name,
        Instant createdAt) {}
