package ai.radium.gateway.inference;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.usage.Spool;
import ai.radium.kit.tracing.TraceHeaders;
import com.github.f4b6a3.ulid.UlidFactory;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the usage of one loop's calls: one record for each attempt, in the spool before the client hears the end. */
final class UsageRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(UsageRecorder.class);

    private final Spool.Writer spool;
    private final InferenceStats stats;
    private final UlidFactory ids =
            UlidFactory.newMonotonicInstance(() -> ThreadLocalRandom.current().nextLong());

    UsageRecorder(Spool.Writer spool, InferenceStats stats) {
        this.spool = spool;
        this.stats = stats;
    }

    /** Of one attempt. */
    String newId() {
        return ids.create().toString();
    }

    /** Keeps room for the records of one call until {@link #end}; false when there is none. */
    boolean promise() {
        return spool.promise();
    }

    /**
     * Records an attempt that another one follows. Room was promised, so only a broken disk refuses it; whoever settles the
     * account finds the figures in the log.
     *
     * @return whether the record is in the spool
     */
    boolean record(Attempt attempt, UsageRecord record) {
        String account = attempt.call().account();
        try {
            spool.append(account, record, TraceHeaders.sampled(attempt.span()));
            attempt.call().reservation().spent(record);
            return true;
        } catch (IllegalStateException | InternalError e) { // the latter: a fault in a mapped file
            LOG.atError()
                    .addKeyValue("account", account)
                    .addKeyValue("usageId", record.id())
                    .addKeyValue("model", record.model())
                    .addKeyValue("promptTokens", record.promptTokens())
                    .addKeyValue("completionTokens", record.completionTokens())
                    .setCause(e)
                    .log("usage cannot be recorded");
            return false;
        }
    }

    /**
     * Records the last attempt of a call, whose account has the rest of its reservation again.
     *
     * @return whether the record is in the spool
     */
    boolean end(Attempt attempt, UsageRecord record) {
        stats.ended(record);
        boolean recorded = record(attempt, record);
        spool.settle();
        attempt.call().reservation().free();
        return recorded;
    }
}
