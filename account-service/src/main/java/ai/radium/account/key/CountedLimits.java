package ai.radium.account.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Limits in one column, as JSON. */
@Converter
class CountedLimits implements AttributeConverter<List<CountedLimit>, String> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<CountedLimit>> LIMITS = new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(List<CountedLimit> limits) {
        try {
            return JSON.writeValueAsString(limits);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<CountedLimit> convertToEntityAttribute(String json) {
        try {
            return JSON.readValue(json, LIMITS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
