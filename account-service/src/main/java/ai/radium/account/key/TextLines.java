package ai.radium.account.key;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** A list of words in one column, one a line; the words hold no control characters. */
@Converter
class TextLines implements AttributeConverter<List<String>, String> {
    @Override
    public String convertToDatabaseColumn(List<String> words) {
        return String.join("\n", words);
    }

    @Override
    public List<String> convertToEntityAttribute(String lines) {
        return lines.lines().toList();
    }
}
