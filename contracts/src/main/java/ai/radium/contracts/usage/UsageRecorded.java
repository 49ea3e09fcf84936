package ai.radium.contracts.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 1 to 500 records of one account.
 *
 * @param gateway the gateway's process that made the attempts and goes on; null when it is gone, and in what an older version wrote
 */
public record UsageRecorded(
        String account, List<UsageRecord> records, @Nullable String gateway) implements UsageEvent {
    public UsageRecorded {
        records = List.copyOf(records);
    }

    /** Of a process that is gone. */
    public UsageRecorded(String account, List<UsageRecord> records) {
        this(account, records, null);
    }

    @Override
    public String eventKey() {
        return account;
    }
}
