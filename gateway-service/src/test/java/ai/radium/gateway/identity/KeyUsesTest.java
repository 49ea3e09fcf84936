package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gateway.identity.KeyUses.KeyUse;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyUsesTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final KeyUses uses = new KeyUses();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path home;

    @Test
    void tellsEachKeysLastCallOnce() {
        uses.note(caller("key_1"), NOON);
        uses.note(caller("key_1"), NOON.plusSeconds(1));
        uses.note(caller("a-user"), NOON);

        assertThat(uses.take()).containsExactly(new KeyUse("key_1", NOON.plusSeconds(1)));
        assertThat(uses.take()).isEmpty();
    }

    @Test
    void keepsWhatCouldNotBeToldUnlessTheKeyWasUsedSince() {
        uses.note(caller("key_1"), NOON);
        uses.note(caller("key_2"), NOON);
        List<KeyUse> untold = uses.take();
        uses.note(caller("key_1"), NOON.plusSeconds(1));

        uses.giveBack(untold);

        assertThat(uses.take())
                .containsExactlyInAnyOrder(new KeyUse("key_1", NOON.plusSeconds(1)), new KeyUse("key_2", NOON));
    }

    @Test
    void accountServiceHearsOfAKeyThatWasSentToAService() throws Exception {
        try (FakeAccountService accounts = new FakeAccountService();
                FakeRealm realm = new FakeRealm();
                Gate gate = new Gate(accounts.uri(), realm.certificates(), home, false, () -> NOON)) {
            gate.signer.sign(caller("key_1"), "billing-service");

            await().atMost(Duration.ofSeconds(20)).until(() -> !accounts.uses.isEmpty());

            assertThat(accounts.uses)
                    .containsExactly("{\"uses\":[{\"keyId\":\"key_1\",\"usedAt\":\"2026-11-25T12:00:00Z\"}]}");
        }
    }

    private static Caller caller(String actor) {
        return new Caller("acct_1", actor, Role.DEVELOPER, Set.of(), null);
    }
}
