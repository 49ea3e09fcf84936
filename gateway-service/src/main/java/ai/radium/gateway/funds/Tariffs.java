package ai.radium.gateway.funds;

import ai.radium.contracts.Event;
import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The models' tariffs; written by the feed's thread, read by every loop. */
final class Tariffs {
    private final Map<String, Tariff> ofModels = new ConcurrentHashMap<>();

    void hear(String model, Optional<Event> event) {
        if (event.isEmpty()) {
            ofModels.remove(model);
        } else if (event.get() instanceof ModelChanged changed) {
            ofModels.put(model, Tariff.of(changed));
        }
    }

    /** Null when nothing was heard of the model. */
    @Nullable
    Tariff of(String model) {
        return ofModels.get(model);
    }

    /**
     * What billing will charge for it, in billionths of a dollar; nothing while the model has no price, and where replicas' time is
     * paid.
     */
    long costOf(UsageRecord record) {
        Tariff tariff = ofModels.get(record.model());
        return tariff == null || record.outcome() == Outcome.FAILED || record.billedBy() == BilledBy.REPLICA_SECONDS
                ? 0
                : tariff.inForceAt(record.time())
                        .map(price -> price.of(record.promptTokens(), record.completionTokens()))
                        .orElse(0L);
    }
}
