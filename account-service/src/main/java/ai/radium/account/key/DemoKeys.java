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
    private static final String KEY_ID = "key_demo";

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

    /** Whether one of them calls. */
    boolean isDemo(String actor) {
        return isOn && actor.equals(KEY_ID);
    }

    /** The {@code sub} of the user whose keys they are. */
    String user() {
        return demo.sub();
    }

    /** Opens the demo user's account when this is the first that is heard of it. */
    Uni<KeyRecord> record() {
        return principals.membership(demo, null).map(DemoKeys::record);
    }

    private static KeyRecord record(Membership member) {
        return new KeyRecord(
                KEY_ID,
                member.account(),
                "active",
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                1,
                member.accountPolicy(),
                Role.ADMIN,
                KEY_ID,
                List.of());
    }
}
