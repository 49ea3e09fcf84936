package ai.radium.contracts.openapi;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** Every code that a client may meet, by code. */
record ErrorTable(@JsonValue Map<String, Entry> codes) {
    static final String FILE = "errors.yaml";

    @JsonCreator
    ErrorTable {
        codes = new LinkedHashMap<>(codes);
    }

    /**
     * @param of whose enum of problems holds it: gateway, kit, or a service
     * @param meaning what a reply of it says when there are no better words
     * @param cause why it comes, in Markdown
     * @param cure what a client does about it, in Markdown
     */
    record Entry(int status, List<String> of, String meaning, String cause, String cure) {}

    static ErrorTable read(Path file) throws IOException {
        Object table = new Yaml().load(Files.readString(file));
        return new ErrorTable(
                PublishedDocs.JSON.convertValue(table, new TypeReference<LinkedHashMap<String, Entry>>() {}));
    }

    /** @throws IllegalArgumentException when there is no such code */
    Entry get(String code) {
        Entry entry = codes.get(code);
        if (entry == null) {
            throw new IllegalArgumentException(code + " is not in " + FILE);
        }
        return entry;
    }

    /** As a page: a heading for each status and code. */
    String markdown() {
        Map<Integer, StringBuilder> byStatus = new TreeMap<>();
        codes.forEach((code, entry) -> byStatus.computeIfAbsent(
                        entry.status(), status -> new StringBuilder("## " + status + "\n\n"))
                .append("### `%s`\n\n%s. %s\n\n**What to do:** %s\n\n"
                        .formatted(code, entry.meaning(), entry.cause(), entry.cure())));
        return """
                # Errors

                A reply of status 400 and above has a code for programs, which never changes, and words for people, which may. Below
                `/api/deploy` the code stands in `code`, below `/api/v1` in `error.code` in lower case; below `/v1` the resource decides.

                """ + String.join("", byStatus.values());
    }
}
