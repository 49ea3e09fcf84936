package ai.radium.contracts.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The description of the API: the files of its resources put together, each operation with its error replies. */
final class Description {
    private static final String BASE = "openapi.yaml";
    private static final String SHARED_ERRORS = "x-radium-shared-errors";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private Description() {}

    static ObjectNode read(Path sources, ErrorTable errors) throws IOException {
        ObjectNode api = tree(sources.resolve(BASE));
        List<Path> resources;
        try (Stream<Path> files = Files.list(sources)) {
            resources = files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith(BASE) && !file.endsWith(ErrorTable.FILE))
                    .sorted()
                    .toList();
        }
        for (Path resource : resources) {
            merge(api, tree(resource), resource.getFileName().toString());
        }
        ErrorReplies replies =
                new ErrorReplies(api.required(SHARED_ERRORS), errors, api.withObjectProperty("components"));
        api.remove(SHARED_ERRORS);
        api.required("paths")
                .forEach(path -> path.properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> replies.addTo(member.getKey(), (ObjectNode) member.getValue())));
        return api;
    }

    /** Anchors and merged keys are gone after that: each place has an object of its own. */
    private static ObjectNode tree(Path file) throws IOException {
        Object content = new Yaml().load(Files.readString(file));
        return (ObjectNode) PublishedDocs.JSON.readTree(PublishedDocs.JSON.writeValueAsBytes(content));
    }

    /** @throws IllegalArgumentException when both tell of the same thing */
    private static void merge(ObjectNode into, ObjectNode from, String place) {
        from.properties().forEach(member -> {
            JsonNode there = into.get(member.getKey());
            String at = place + "/" + member.getKey();
            if (there == null) {
                into.set(member.getKey(), member.getValue());
            } else if (there instanceof ObjectNode one && member.getValue() instanceof ObjectNode other) {
                merge(one, other, at);
            } else {
                throw new IllegalArgumentException(at + " is there already");
            }
        });
    }
}
