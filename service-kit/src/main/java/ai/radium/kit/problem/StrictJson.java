package ai.radium.kit.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A member of the wrong JSON type is refused, never bent: no "2" for 2, no 1.5 for 1, no 5 for "5", no number for a time, no "" for
 * null.
 * So is a member that nobody knows, at any depth: a misspelt limit must not be no limit. Documents of our own that are
 * stored may be older than the code: read them {@code without(FAIL_ON_UNKNOWN_PROPERTIES)}.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {
    /** After Quarkus' own, which would bring its readers of times before ours. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    @SuppressWarnings("deprecation") // a customizer gets a finished mapper, which has no other way to set this
    public void customize(ObjectMapper mapper) {
        mapper.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        mapper.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS); // problems say these words in small letters
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.registerModule(new SimpleModule("times")
                .addDeserializer(Instant.class, new TimeReader())
                .addSerializer(Instant.class, new MillisecondTimes()));
    }

    /** ISO 8601 in UTC with three digits of a second, whatever the time's own precision. */
    private static final class MillisecondTimes extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        MillisecondTimes() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(Times.text(time));
        }
    }

    /** ISO 8601 in text, within the years that {@link Require#time} takes. */
    private static final class TimeReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        TimeReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                context.reportInputMismatch(this, "a time is text");
            }
            return super.deserialize(parser, context);
        }

        @Override
        protected Instant _deserialize(String value, DeserializationContext context) throws IOException {
            try {
                return Require.bounded(Instant.parse(value));
            } catch (DateTimeParseException e) {
                return context.reportInputMismatch(this, "no time: %s", e.getMessage());
            }
        }
    }
}
