package ai.radium.account.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row as administrators see it.
 *
 * @param change written as it was hashed
 */
record AuditView(
        String id,
        Instant time,
        String actor,
        @Nullable String address,
        @Nullable String requestId,
        String action,
        String resource,
        @JsonRawValue String change,
        String hash,
        String previousHash) {}
