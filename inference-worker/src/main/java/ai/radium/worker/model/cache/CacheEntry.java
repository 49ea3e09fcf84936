package ai.radium.worker.model.cache;

import ai.radium.worker.model.fetch.Sha256;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * A model of the cache, as the index lists it.
 *
 * @param source URI without credentials
 * @param sourceSha256 what the source held, before any preparation
 * @param preparation what was done to it then, quantized to Q4_0 for example; empty for nothing
 * @param sha256 what the file holds
 * @param licence "unknown" where neither the file nor anybody says
 * @param pinned never given up for room
 * @param fetchedAt ISO 8601, UTC
 * @param lastUsedAt ISO 8601, UTC
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CacheEntry(
        String name,
        String source,
        Sha256 sourceKey,
        Sha256 sourceSha256,
        String preparation,
        Sha256 sha256,
        long sizeBytes,
        String licence,
        boolean pinned,
        String fetchedAt,
        String lastUsedAt) {
    boolean answers(WantedModel wanted) {
        boolean sameContent =
                wanted.expected().map(sourceSha256::equals).orElseGet(() -> sourceKey.equals(wanted.sourceKey()));
        return sameContent && preparation.equals(wanted.preparation());
    }

    /** Whether it is the same content under the same name. */
    boolean sameAs(CacheEntry other) {
        return name.equals(other.name) && sha256.equals(other.sha256);
    }

    Instant lastUsed() {
        return Instant.parse(lastUsedAt);
    }

    CacheEntry used(Instant now, boolean pin) {
        return new CacheEntry(
                name,
                source,
                sourceKey,
                sourceSha256,
                preparation,
                sha256,
                sizeBytes,
                licence,
                pinned || pin,
                fetchedAt,
                now.toString());
    }
}
