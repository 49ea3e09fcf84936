package ai.radium.kit.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON and refuses, by its path, a member given twice and text that cannot be kept. */
final class CleanParser extends JsonParserDelegate {
    private final ArrayDeque<Set<String>> members = new ArrayDeque<>();

    CleanParser(JsonParser parser) {
        super(parser);
    }

    /** All other ways on of the delegate come through here. */
    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        switch (token) {
            case START_OBJECT -> members.push(new HashSet<>());
            case END_OBJECT -> members.pop();
            case FIELD_NAME -> checkName(getText());
            case VALUE_STRING -> RequestText.check(getText(), path());
            case null, default -> {}
        }
        return token;
    }

    private void checkName(String name) {
        RequestText.check(name, path());
        if (!members.element().add(name)) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, path() + " is given twice", path());
        }
    }

    /** For example {@code allowedModels[2].name}. */
    private String path() {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            path.insert(0, at.inArray() ? "[" + at.getCurrentIndex() + "]" : "." + at.getCurrentName());
        }
        return path.isEmpty() ? JsonFault.BODY : path.toString().replaceFirst("^\\.", "");
    }
}
