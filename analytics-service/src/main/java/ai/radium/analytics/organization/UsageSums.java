package ai.radium.analytics.organization;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;

/** Adds up rollups, of one account at a time. */
@ApplicationScoped
class UsageSums {
    private static final String ADDED_UP =
            ", sum(r.requests), sum(r.errors), sum(r.inputTokens), sum(r.outputTokens), sum(r.cachedTokens),"
                    + " sum(r.embeddingRequests), sum(r.embeddingTokens), sum(r.cost) from RollupRow r"
                    + " where r.key.account = :account and r.key.grain = :grain"
                    + " and r.key.start >= :first and r.key.start < :end";

    private final Mutiny.SessionFactory sessions;

    UsageSums(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** In order of time, then of what they are broken down by. */
    Uni<List<Sums>> of(String account, Buckets buckets, Breakdown breakdown) {
        return sessions.withSession(session -> {
            SelectionQuery<Sums> query = session.createSelectionQuery(text(breakdown), Sums.class)
                    .setParameter("account", account)
                    .setParameter("grain", buckets.width().grain())
                    .setParameter("first", Instant.ofEpochSecond(buckets.first()))
                    .setParameter("end", Instant.ofEpochSecond(buckets.end()));
            for (Map.Entry<Dimension, List<String>> only : breakdown.only().entrySet()) {
                query = query.setParameter(only.getKey().word(), only.getValue());
            }
            return query.getResultList();
        });
    }

    private static String text(Breakdown breakdown) {
        List<Dimension> dimensions = List.of(Dimension.MODEL, Dimension.API_KEY_ID, Dimension.LINE_ITEM);
        String selected = dimensions.stream()
                .map(each -> breakdown.by().contains(each) ? each.expression() : "''")
                .collect(Collectors.joining(", "));
        String filters = dimensions.stream()
                .filter(breakdown.only()::containsKey)
                .map(each -> " and " + each.expression() + " in (:" + each.word() + ")")
                .collect(Collectors.joining());
        String groups = Stream.concat(
                        Stream.of("r.key.start"),
                        dimensions.stream().filter(breakdown.by()::contains).map(Dimension::expression))
                .collect(Collectors.joining(", "));
        return "select r.key.start, " + selected + ADDED_UP + filters + " group by " + groups + " order by " + groups;
    }
}
