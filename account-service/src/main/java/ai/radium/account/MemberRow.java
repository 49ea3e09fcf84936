package ai.radium.account;

import ai.radium.kit.identity.Role;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A Keycloak user's place in an account. */
@Entity
@Table(name = "member")
public class MemberRow {
    @EmbeddedId
    private Key key;

    @Enumerated(EnumType.STRING)
    private Role role;

    private @Nullable String email;
    private @Nullable String name;
    private Instant createdAt;

    @Version
    @SuppressWarnings("UnusedVariable") // guards updates
    private long version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected MemberRow() {}

    public MemberRow(Key key, Role role, @Nullable String email, @Nullable String name, Instant createdAt) {
        this.key = key;
        this.role = role;
        this.email = email;
        this.name = name;
        this.createdAt = createdAt;
    }

    /** @param sub the user's id in Keycloak */
    @Embeddable
    public record Key(String account, String sub) implements Serializable {}

    public String sub() {
        return key.sub();
    }

    public Role role() {
        return role;
    }

    public void take(Role newRole) {
        role = newRole;
    }

    public MemberView toView() {
        return new MemberView(key.sub(), role, email, name, createdAt);
    }
}
