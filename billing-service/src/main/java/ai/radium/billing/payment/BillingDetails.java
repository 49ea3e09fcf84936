package ai.radium.billing.payment;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Whom an invoice is for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BillingDetails(
        @Nullable String name,
        @Nullable String email,
        @Nullable String company,
        @Nullable String taxId,
        @Nullable Address address) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST = 200;

    /** Where they are; {@code country} as ISO 3166-1 says, two letters. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Address(
            @Nullable String line1,
            @Nullable String line2,
            @Nullable String city,
            @Nullable String state,
            @Nullable String postalCode,
            @Nullable String country) {}

    /** @throws ProblemException INVALID_REQUEST naming the member that is too long */
    BillingDetails checked() {
        check(name, "name");
        check(email, "email");
        check(company, "company");
        check(taxId, "taxId");
        if (address != null) {
            check(address.line1, "address.line1");
            check(address.line2, "address.line2");
            check(address.city, "address.city");
            check(address.state, "address.state");
            check(address.postalCode, "address.postalCode");
            check(address.country, "address.country");
        }
        return this;
    }

    String written() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // texts alone
        }
    }

    static @Nullable BillingDetails read(@Nullable String written) {
        try {
            return written == null ? null : JSON.readValue(written, BillingDetails.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("billing details cannot be read", e);
        }
    }

    private static void check(@Nullable String text, String field) {
        if (text != null && text.length() > LONGEST) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST,
                    "billingDetails." + field + " may have at most " + LONGEST + " characters",
                    "billingDetails." + field);
        }
    }
}
