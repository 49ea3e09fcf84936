package ai.radium.account.key;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Any JSON value but null where nothing is offered yet; none of it is kept. */
@JsonDeserialize(using = NotOffered.Reader.class)
record NotOffered() {
    static class Reader extends StdDeserializer<NotOffered> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(NotOffered.class);
        }

        @Override
        public NotOffered deserialize(JsonParser json, DeserializationContext context) throws IOException {
            json.skipChildren();
            return new NotOffered();
        }
    }
}
