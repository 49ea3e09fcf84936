package ai.radium.billing.invoice;

import ai.radium.kit.money.Money;
import ai.radium.kit.money.UnitPrice;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rated lines of one kind, of the same things and at the same price, summed. */
sealed interface Used {
    long A_MILLION = 1_000_000;
    long AN_HOUR = 3_600;
    String TOKENS = "tokens";

    /** As an invoice shows it; what nothing was used of is left out. */
    Stream<InvoiceItem> items();

    /** @param cached of the prompt tokens, those that the engine had read before */
    record Calls(
            String model,
            @Nullable String deploymentId,
            @Nullable String keyId,
            BigDecimal inputPrice,
            BigDecimal outputPrice,
            long prompt,
            long cached,
            long completion)
            implements Used {
        @Override
        public Stream<InvoiceItem> items() {
            String read = cached == 0 ? "" : String.format(Locale.ENGLISH, " (%,d of them cached)", cached);
            return Stream.of(
                            item("input tokens" + read, prompt, inputPrice),
                            item("output tokens", completion, outputPrice))
                    .filter(item -> item.quantity() > 0);
        }

        private InvoiceItem item(String what, long tokens, BigDecimal price) {
            return new InvoiceItem(
                    TOKENS,
                    model + ", " + what,
                    model,
                    deploymentId,
                    keyId,
                    null,
                    tokens,
                    TOKENS,
                    UnitPrice.text(price),
                    A_MILLION,
                    cents(price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6)));
        }
    }

    /** What one job trained. */
    record Training(String model, String jobId, BigDecimal price, long tokens, BigDecimal amount) implements Used {
        @Override
        public Stream<InvoiceItem> items() {
            return tokens == 0
                    ? Stream.empty()
                    : Stream.of(new InvoiceItem(
                            "training",
                            model + ", tokens trained by " + jobId,
                            model,
                            null,
                            null,
                            jobId,
                            tokens,
                            TOKENS,
                            UnitPrice.text(price),
                            A_MILLION,
                            cents(amount)));
        }
    }

    /**
     * Time of replicas.
     *
     * @param price of one accelerator for an hour
     * @param seconds times accelerators
     */
    record Time(
            String model, String deploymentId, String accelerator, BigDecimal price, long seconds, BigDecimal amount)
            implements Used {
        @Override
        public Stream<InvoiceItem> items() {
            return seconds == 0
                    ? Stream.empty()
                    : Stream.of(new InvoiceItem(
                            "replica_seconds",
                            model + ", replicas on " + accelerator,
                            model,
                            deploymentId,
                            null,
                            null,
                            seconds,
                            "accelerator_seconds",
                            UnitPrice.text(price),
                            AN_HOUR,
                            cents(amount)));
        }
    }

    private static String cents(BigDecimal exact) {
        return Money.usd(exact).rounded();
    }

    /** A row of {@link OpenLines}. */
    static Used of(Object[] row) {
        String model = (String) row[1];
        return switch ((String) row[0]) {
            case "TOKENS" ->
                new Calls(
                        model,
                        (String) row[2],
                        (String) row[3],
                        number(row[6]),
                        number(row[7]),
                        count(row[10]),
                        count(row[11]),
                        count(row[12]));
            case "TRAINING" -> new Training(model, (String) row[4], number(row[8]), count(row[13]), number(row[15]));
            case "REPLICA_SECONDS" ->
                new Time(model, (String) row[2], (String) row[5], number(row[9]), count(row[14]), number(row[15]));
            default -> throw new IllegalStateException("no such type of line: " + row[0]);
        };
    }

    private static BigDecimal number(@Nullable Object column) {
        return (BigDecimal) Objects.requireNonNull(column, "a rated line has its price");
    }

    private static long count(Object column) {
        return ((Number) column).longValue();
    }
}
