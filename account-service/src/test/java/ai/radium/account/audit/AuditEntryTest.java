package ai.radium.account.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditEntryTest {
    private static final AuditEntry ENTRY = new AuditEntry(
            "acct_1",
            "aud_1",
            Instant.parse("2026-11-30T06:30:00.120Z"),
            "key_1",
            "192.0.2.7",
            null,
            "api_key.update",
            "key_2",
            "{\"name\":\"Käse\"}");

    /** Made by sha256sum of the bytes that docs/api.md describes. */
    @Test
    void isHashedAsTheDocumentationSays() {
        assertThat(ENTRY.hashAfter(AuditEntry.NO_HASH))
                .isEqualTo("4ccc9b9952eb04b1dc8dd1606794fb7f3babde212c47ddd2028e2e118b39e691");
    }

    @Test
    void nothingCanMoveFromOneMemberIntoTheNext() {
        Stream<AuditEntry> others = Stream.of(
                with("key_1", "192.0.2.7", "api_key.updatek", "ey_2"),
                with("key_1", null, "api_key.update", "key_2"),
                with("key_1", "-", "api_key.update", "key_2"),
                with("key_1", "", "api_key.update", "key_2"));

        assertThat(Stream.concat(Stream.of(ENTRY), others).map(entry -> entry.hashAfter(AuditEntry.NO_HASH)))
                .doesNotHaveDuplicates();
    }

    private static AuditEntry with(String actor, @Nullable String address, String action, String resource) {
        return new AuditEntry(
                ENTRY.account(), ENTRY.id(), ENTRY.time(), actor, address, null, action, resource, ENTRY.change());
    }
}
