package ai.radium.billing.rerating;

import ai.radium.billing.pricing.HourlyPrice;
import ai.radium.billing.pricing.Price;
import ai.radium.billing.rerating.RerateView.OfModel;
import ai.radium.billing.rerating.RerateView.Sum;
import ai.radium.kit.money.Money;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;

/** Sums a period's lines of tokens and training by model, and prices the sums anew. Time of replicas has no price of a model. */
@ApplicationScoped
class Rerating {
    private static final String SUMS = """
            select l.model, count(*), cast(sum(l.prompt_tokens) as bigint), cast(sum(l.completion_tokens) as bigint),
                cast(sum(l.trained_tokens) as bigint),
                coalesce(sum(l.amount) filter (where l.type = 'TOKENS'), 0),
                coalesce(sum(l.amount) filter (where l.type = 'TRAINING'), 0)
            from usage_line l
            where l.status = 'RATED' and l.type <> 'REPLICA_SECONDS' and l.price_version <> :time and l.model in (:models)
                and l.time >= :from and l.time < :to and (:account = '' or l.account = :account)
            group by l.model order by l.model""";

    private final Mutiny.SessionFactory sessions;

    Rerating(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    Uni<RerateView> of(Rerate wanted) {
        Map<String, Price> prices = wanted.byModel();
        return sessions.withSession(session -> session.createNativeQuery(SUMS, Object[].class)
                        .setParameter("time", HourlyPrice.VERSION)
                        .setParameter("models", List.copyOf(prices.keySet()))
                        .setParameter("from", wanted.begin())
                        .setParameter("to", wanted.end())
                        .setParameter("account", Objects.requireNonNullElse(wanted.accountId(), ""))
                        .getResultList())
                .map(rows ->
                        view(wanted, prices, rows.stream().map(Rerating::sum).toList()));
    }

    private static Sum sum(Object[] row) {
        return new Sum(
                (String) row[0],
                count(row[1]),
                count(row[2]),
                count(row[3]),
                count(row[4]),
                (BigDecimal) row[5],
                (BigDecimal) row[6]);
    }

    private static long count(Object column) {
        return ((Number) column).longValue();
    }

    private static RerateView view(Rerate wanted, Map<String, Price> prices, List<Sum> sums) {
        Money amount = Money.zero(Money.USD);
        Money rerated = Money.zero(Money.USD);
        List<OfModel> models = new ArrayList<>(sums.size());
        for (Sum sum : sums) {
            Price price = Objects.requireNonNull(prices.get(sum.model()), "only these models were asked for");
            Money other = sum.at(price);
            models.add(sum.shown(other));
            amount = amount.plus(sum.amount());
            rerated = rerated.plus(other);
        }
        return new RerateView(
                wanted.begin(),
                wanted.end(),
                wanted.accountId(),
                models,
                amount.metered(),
                rerated.metered(),
                rerated.minus(amount).metered(),
                Money.USD.getCurrencyCode());
    }
}
