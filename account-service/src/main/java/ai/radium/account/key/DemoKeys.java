package ai.radium.account.key;

import ai.radium.account.AccountConfig;
import ai.radium.account.Membership;
import ai.radium.account.Principals;
import ai.radium.account.User;
import ai.radium.kit.identity.Role;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The literal keys of the documentation's snippets, when an operator wants them: keys of the demo user's account. */
@ApplicationScoped
class DemoKeys {
    private static final Set<String> HASHES = Stream.of("your-api-key", "sk-your-api-key", "YOUR_API_KEY")
            .map(KeyText::sha256)
            .map(HexFormat.of()::formatHex)
            .collect(Collectors.toUnmodifiableSet());

    private final Principals principals;
    private final boolean isOn;
    private final User demo;

    DemoKeys(Principals principals, AccountConfig config) {
        this.principals = principals;
        this.isOn = config.demoKeys();
        this.demo = new User(config.demoUser(), null, null);
    }

    boolean contains(String sha256) {
        return isOn && HASHES.contains(sha256);
    }

    /** Opens the demo user's account when this is the first that is heard of it. */
    Uni<KeyRecord> record() {
        return principals.membership(demo, null).map(DemoKeys::record);
    }

    private static KeyRecord record(Membership member) {
        return new KeyRecord(
                "key_demo",
                member.account(),
                "active",
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                1,
                member.accountPolicy(),
                Role.ADMIN);
    }
}
