package ai.radium.account.key;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A member that a body holds, be it null; one that it does not hold is no {@code Sent} at all. */
@JsonDeserialize(using = Sent.Reader.class)
record Sent<T>(@Nullable T value) {
    @Override
    @JsonValue
    public @Nullable T value() {
        return value;
    }

    static <T> @Nullable T or(@Nullable Sent<T> sent, @Nullable T before) {
        return sent == null ? before : sent.value();
    }

    static class Reader extends JsonDeserializer<Sent<?>> implements ContextualDeserializer {
        private final @Nullable JavaType type;

        Reader() {
            this(null);
        }

        private Reader(@Nullable JavaType type) {
            this.type = type;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new Reader(property.getType().containedType(0));
        }

        @Override
        public Sent<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return new Sent<>(context.readValue(json, type));
        }

        @Override
        public Sent<?> getNullValue(DeserializationContext context) {
            return new Sent<>(null);
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }
}
