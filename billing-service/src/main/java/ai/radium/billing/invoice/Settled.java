package ai.radium.billing.invoice;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of each invoice is still owed. Money that comes settles the oldest debt first, so that what is owed now is of the newest
 * use: first of what stands on no invoice, then of the newest invoice, and so on.
 */
final class Settled {
    private Settled() {}

    /**
     * @param owed of the account now, exact
     * @param notInvoiced what no credit covered of use that stands on no invoice
     * @param receivables what no credit covered of each invoice, the newest first
     * @return what is owed of each, in the same order
     */
    static List<BigDecimal> owed(BigDecimal owed, BigDecimal notInvoiced, List<BigDecimal> receivables) {
        BigDecimal rest = owed.subtract(notInvoiced).max(BigDecimal.ZERO);
        List<BigDecimal> each = new ArrayList<>(receivables.size());
        for (BigDecimal receivable : receivables) {
            BigDecimal share = rest.min(receivable);
            each.add(share);
            rest = rest.subtract(share);
        }
        return List.copyOf(each);
    }
}
