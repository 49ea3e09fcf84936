package ai.radium.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with its CloudEvents 1.0 attributes (Kafka binding, binary mode: headers {@code ce_id}, {@code ce_type},
 * {@code ce_source}, {@code ce_time}; extension {@code ce_requestid} = the request that caused it).
 *
 * @param id unique for ever; consumers take an event of the same id once
 * @param source the service that published it, for example {@code deployment-service}
 */
public record EventEnvelope<E extends Event>(
        String id, String source, Instant time, @Nullable String requestId, E event) {}
