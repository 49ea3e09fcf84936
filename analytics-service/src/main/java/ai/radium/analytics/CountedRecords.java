package ai.radium.analytics;

import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Remembers what was counted. */
@ApplicationScoped
class CountedRecords {
    private static final String ADD_NEW = """
            insert into counted_record
            select * from jsonb_populate_recordset(cast(null as counted_record), cast(cast(? as text) as jsonb))
            order by day, kind, id
            on conflict do nothing returning id""";

    enum Kind {
        USAGE,
        COST
    }

    record Mark(LocalDate day, Kind kind, String id) {
        static Mark of(Kind kind, Instant time, String id) {
            return new Mark(LocalDate.ofInstant(time, ZoneOffset.UTC), kind, id);
        }
    }

    /** Ids of the marks that were not there before; they are now. */
    Uni<Set<String>> addNew(Session session, List<Mark> marks) {
        return session.createNativeQuery(ADD_NEW, String.class)
                .setParameter(1, RowsJson.of(marks))
                .getResultList()
                .map(HashSet::new);
    }
}
