package ai.radium.billing;

import ai.radium.billing.pricing.Price;
import ai.radium.billing.pricing.PriceList;
import ai.radium.billing.pricing.PriceVersion;
import ai.radium.billing.pricing.RefusedPrice;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.kit.outbox.RowsJson;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Stores our copy of the models' prices; a version, once known, never changes. */
@ApplicationScoped
class Prices {
    private static final Logger LOG = Logger.getLogger(Prices.class);
    private static final String ADD = """
            insert into price
            select * from jsonb_populate_recordset(cast(null as price), cast(cast(? as text) as jsonb))
            on conflict do nothing""";

    /** The prices of these models; a model never heard of has none. */
    Uni<Map<String, PriceList>> of(Session session, Collection<String> models) {
        return session.createSelectionQuery(
                        "from PriceRow p where p.key.model in (:models) order by p.position", PriceRow.class)
                .setParameter("models", models)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                PriceRow::model,
                                Collectors.collectingAndThen(
                                        Collectors.mapping(PriceRow::toPriceVersion, Collectors.toList()),
                                        PriceList::new))));
    }

    Uni<Void> learn(Session session, ModelChanged model) {
        List<NewPrice> announced = IntStream.range(0, model.prices().size())
                .mapToObj(position ->
                        NewPrice.of(model.id(), position, model.prices().get(position)))
                .toList();
        return session.createNativeQuery(ADD)
                .setParameter(1, RowsJson.of(announced))
                .executeUpdate()
                .replaceWithVoid();
    }

    private record NewPrice(
            String model,
            String version,
            int position,
            Instant validFrom,
            @Nullable BigDecimal input,
            @Nullable BigDecimal output,
            @Nullable BigDecimal training,
            @Nullable String refusal) {
        static NewPrice of(String model, int position, ModelChanged.Price announced) {
            PriceVersion version = Price.of(
                    announced.version(),
                    announced.validFrom(),
                    announced.input(),
                    announced.output(),
                    announced.training(),
                    announced.currency());
            return switch (version) {
                case Price price ->
                    new NewPrice(
                            model,
                            price.version(),
                            position,
                            price.validFrom(),
                            price.input(),
                            price.output(),
                            price.training(),
                            null);
                case RefusedPrice refused -> {
                    LogLine.to(LOG)
                            .with(LogKeys.MODEL, model)
                            .with("version", refused.version())
                            .with("reason", refused.reason())
                            .error("price refused, usage in its time waits");
                    yield new NewPrice(
                            model,
                            refused.version(),
                            position,
                            refused.validFrom(),
                            null,
                            null,
                            null,
                            refused.reason());
                }
            };
        }
    }
}
