package ai.radium.gateway.usage;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.time.GatewayTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a gateway that has ended left in its spool. */
public final class SpooledUsage {
    private SpooledUsage() {}

    /** @param home of the gateway */
    public static List<UsageRecord> of(Path home) {
        try (Spool spool = new Spool(home.resolve("spool"), Long.MAX_VALUE, GatewayTime.system())) {
            return of(spool);
        }
    }

    static List<UsageRecord> of(Spool spool) {
        List<UsageRecord> records = new ArrayList<>();
        for (Segment segment : spool.segments()) {
            List<SpooledRecord> next = segment.next(500);
            while (!next.isEmpty()) {
                next.forEach(record -> records.add(record.usage()));
                segment.acknowledge();
                next = segment.next(500);
            }
        }
        return records;
    }
}
