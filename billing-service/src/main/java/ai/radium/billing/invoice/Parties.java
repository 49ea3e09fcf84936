package ai.radium.billing.invoice;

import ai.radium.billing.payment.BillingDetails;
import ai.radium.billing.payment.PaymentMethods;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Who sells and who buys, as lines of text. */
@ApplicationScoped
class Parties {
    private final PaymentMethods methods;
    private final List<String> seller;

    Parties(PaymentMethods methods, InvoiceConfig config) {
        this.methods = methods;
        this.seller = seller(config.seller());
    }

    List<String> seller() {
        return seller;
    }

    /** By the billing details of the newest payment method that has some; else the account alone. */
    Uni<List<String>> buyer(Session session, String account) {
        return methods.newestDetails(session, account)
                .map(details -> details == null ? List.of(account) : buyer(details, account));
    }

    private static List<String> seller(InvoiceConfig.Seller seller) {
        return Stream.concat(
                        Stream.concat(
                                Stream.of(seller.name()),
                                seller.address().orElse(List.of()).stream().map(String::strip)),
                        Stream.concat(seller.taxId().stream().map("Tax id "::concat), seller.email().stream()))
                .toList();
    }

    private static List<String> buyer(BillingDetails details, String account) {
        BillingDetails.Address address = details.address();
        Stream<@Nullable String> where = address == null
                ? Stream.empty()
                : Stream.of(
                        address.line1(),
                        address.line2(),
                        joined(address.postalCode(), address.city()),
                        joined(address.state(), address.country()));
        return Stream.of(
                        Stream.of(details.company(), details.name()),
                        where,
                        Stream.of(details.taxId() == null ? null : "Tax id " + details.taxId(), account))
                .flatMap(lines -> lines)
                .filter(Objects::nonNull)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static @Nullable String joined(@Nullable String one, @Nullable String other) {
        return one == null || other == null
                ? Objects.requireNonNullElse(one, other == null ? "" : other)
                : one + " " + other;
    }
}
