package ai.radium.contracts.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes what is published: {@code openapi.json}, {@code openapi.yaml}, {@code errors.json}, {@code errors.html}, {@code changelog.html}. */
public final class PublishedDocs {
    static final ObjectMapper JSON = JsonMapper.builder().build();

    private PublishedDocs() {}

    /** @param arguments the folder of the sources, the folder of the repository, the folder to write to */
    public static void main(String[] arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        Path repository = Path.of(arguments[1]);
        Path target = Path.of(arguments[2]);
        Files.createDirectories(target);
        ErrorTable errors = ErrorTable.read(sources.resolve(ErrorTable.FILE));
        ObjectNode api = Description.read(sources, errors);
        JSON.writeValue(target.resolve("openapi.json").toFile(), api);
        Files.writeString(target.resolve("openapi.yaml"), yaml(api));
        JSON.writeValue(target.resolve("errors.json").toFile(), errors);
        Files.writeString(target.resolve("errors.html"), Page.of("Errors", errors.markdown()));
        Files.writeString(
                target.resolve("changelog.html"),
                Page.of(
                        "Changelog",
                        Changelog.markdown(
                                repository.resolve("CHANGELOG.md"), repository.resolve("changelog/unreleased"))));
    }

    /** Copied before, as one object in two places would be written as an anchor and an alias. */
    private static String yaml(ObjectNode api) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(JSON.readValue(JSON.writeValueAsBytes(api), Map.class));
    }
}
