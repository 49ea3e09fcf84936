package ai.radium.deployment.catalogue;

import ai.radium.deployment.runtime.Accelerator;
import ai.radium.kit.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The kinds of accelerator that the operator offers. */
@ApplicationScoped
public class Accelerators {
    private final List<Accelerator> offered;

    @Inject
    Accelerators(CatalogueConfig config) {
        this(config.accelerators());
    }

    public Accelerators(List<Accelerator> offered) {
        this.offered = List.copyOf(offered);
    }

    /** Empty for one that is not offered. */
    public Optional<Accelerator> named(String type) {
        return offered.stream()
                .filter(accelerator -> accelerator.answersTo(type))
                .findFirst();
    }

    public List<String> names() {
        return offered.stream().map(Accelerator::name).toList();
    }

    /** One that is no longer offered still counts as a GPU. */
    public boolean isGpu(String type) {
        return named(type).map(Accelerator::isGpu).orElse(true);
    }

    /** What an hour of so many costs; nothing for a kind that is no longer offered, which has no price. */
    public Money hourlyPrice(String type, int count) {
        Money one = named(type).map(Accelerator::hourlyPrice).orElse(Money.zero(Money.USD));
        return new Money(one.amount().multiply(BigDecimal.valueOf(count)), one.currency());
    }
}
