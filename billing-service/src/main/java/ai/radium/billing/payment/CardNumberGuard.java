package ai.radium.billing.payment;

import ai.radium.billing.BillingProblem;
import ai.radium.kit.problem.ProblemException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Refuses a body that holds a card number, whatever member it is in and whether we know that member, before anything else
 * reads it: so it is in no log, no row and no stored reply.
 */
@Provider
public class CardNumberGuard implements ReaderInterceptor {
    private static final JsonFactory JSON = new JsonFactory();

    /** A body that is too large to be collected is refused by who reads it. */
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getInputStream() instanceof ByteArrayInputStream collected) {
            byte[] body = collected.readAllBytes();
            check(body);
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }

    /** @throws ProblemException CARD_NUMBER_REFUSED naming the member, or {@code body} where the JSON is broken */
    static void check(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if ((token.isScalarValue() || token == JsonToken.FIELD_NAME) && CardNumbers.isIn(parser.getText())) {
                    throw refused(token == JsonToken.FIELD_NAME ? parent(parser) : path(parser.getParsingContext()));
                }
            }
        } catch (JsonProcessingException broken) {
            if (CardNumbers.isIn(new String(body, StandardCharsets.UTF_8))) {
                throw refused("body");
            }
        }
    }

    private static ProblemException refused(String field) {
        return new ProblemException(
                BillingProblem.CARD_NUMBER_REFUSED,
                field + " holds a card number. Nothing of it was kept: send the payment provider's token instead",
                field);
    }

    /** Of a member whose name itself is one, which is not to be told again. */
    private static String parent(JsonParser parser) {
        return path(parser.getParsingContext().getParent());
    }

    /** For example {@code billingDetails.address.line1}. */
    private static String path(JsonStreamContext from) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = from; at != null && !at.inRoot(); at = at.getParent()) {
            path.insert(0, at.inArray() ? "[" + at.getCurrentIndex() + "]" : "." + at.getCurrentName());
        }
        return path.isEmpty() ? "body" : path.toString().replaceFirst("^\\.", "");
    }
}
