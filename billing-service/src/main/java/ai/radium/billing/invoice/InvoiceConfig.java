package ai.radium.billing.invoice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How invoices are made and who they are from. */
@ConfigMapping(prefix = "radium.invoice")
interface InvoiceConfig {
    /** How long after its end a month is closed, so that its last use has come; later use stands on the next invoice. Default 1 h. */
    @WithDefault("1H")
    Duration closeAfter();

    /** How often it is looked whether a month is to be closed or an open invoice is paid. Default 10 s. */
    @WithDefault("10S")
    Duration check();

    /** Days after its making until an invoice is to be paid. Default 14. */
    @WithDefault("14")
    int dueDays();

    Seller seller();

    /** Who sells. What is set here stands on invoices that are made from then on. */
    interface Seller {
        /** Default {@code Radium}. */
        @WithDefault("Radium")
        String name();

        /** Lines of the address, comma-separated. Default none. */
        Optional<List<String>> address();

        /** Tax identification. Default none. */
        Optional<String> taxId();

        /** Where questions go. Default none. */
        Optional<String> email();
    }
}
