package ai.radium.billing.amount;

import ai.radium.kit.money.Money;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** USD as a client wrote it, as text ({@code "25.00"}) or as a number; no float is made of it on the way. */
@JsonDeserialize(using = Amount.Reader.class)
public final class Amount {
    private static final Pattern CENTS = Pattern.compile("\\d{1,12}(\\.\\d{1,2})?");

    @JsonValue
    private final String text;

    private Amount(String text) {
        this.text = text;
    }

    /**
     * @return with at most two digits after the point
     * @throws ProblemException INVALID_REQUEST naming the field when it is absent, no such decimal or out of range
     */
    public static Money required(@Nullable Amount amount, String field, Money least, Money most) {
        if (amount == null) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, field + " is required", field);
        }
        if (CENTS.matcher(amount.text).matches()) {
            Money money = Money.usd(new BigDecimal(amount.text));
            if (!least.minus(money).isPositive() && !money.minus(most).isPositive()) {
                return money;
            }
        }
        throw new ProblemException(
                CommonProblem.INVALID_REQUEST,
                "%s must be a decimal with at most two digits after the point, from %s to %s"
                        .formatted(field, least.rounded(), most.rounded()),
                field);
    }

    static final class Reader extends StdDeserializer<Amount> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Amount.class);
        }

        @Override
        public Amount deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return switch (json.currentToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Amount(json.getText());
                default ->
                    throw new ProblemException(
                            CommonProblem.INVALID_REQUEST,
                            json.currentName() + " must be a decimal, as text or as a number",
                            json.currentName());
            };
        }
    }
}
