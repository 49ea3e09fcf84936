package ai.radium.contracts.usage;

import java.util.List;

/** 1 to 500 records of one account. */
public record UsageRecorded(String account, List<UsageRecord> records) implements UsageEvent {
    public UsageRecorded {
        records = List.copyOf(records);
    }

    @Override
    public String eventKey() {
        return account;
    }
}
