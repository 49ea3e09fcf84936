package ai.radium.billing.payment;

import ai.radium.billing.ledger.LedgerAccount;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How money comes. */
public enum MethodType {
    CARD(LedgerAccount.CARD_PAYMENTS),
    /** Counts once an operator has seen the money. */
    BANK_TRANSFER(LedgerAccount.BANK_PAYMENTS);

    @SuppressWarnings("ImmutableEnumChecker") // a record of a text
    private final LedgerAccount payments;

    MethodType(LedgerAccount payments) {
        this.payments = payments;
    }

    /** Where its money goes in the books. */
    public LedgerAccount payments() {
        return payments;
    }

    /** As on the wire: {@code bank_transfer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws ProblemException INVALID_REQUEST naming {@code type} */
    static MethodType of(@Nullable String word) {
        for (MethodType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw new ProblemException(CommonProblem.INVALID_REQUEST, "type must be one of card, bank_transfer", "type");
    }
}
