package ai.radium.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The description of the API that the gateway publishes, for tests that hold what is said and answered to it. It is read more
 * strictly than clients may: a member that is not described is a fault.
 */
public final class PublishedApi {
    private static final String FOLDER = "/ai/radium/contracts/openapi/";
    private static final String REFERENCE = "$ref";
    private static final String COMPONENTS = "components";
    private static final String ADDITIONAL = "additionalProperties";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode api = read("openapi.json");
    private final JsonSchemaFactory schemas = JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
            .metaSchema(OpenApi30.getInstance())
            .build();

    public PublishedApi() {
        close(api);
    }

    /**
     * @param path with its parameters in braces
     * @param item what its methods share
     */
    public record Operation(String method, String path, JsonNode item, JsonNode json) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static JsonNode read(String name) {
        try (InputStream file = Objects.requireNonNull(PublishedApi.class.getResourceAsStream(FOLDER + name), name)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Objects hold what they are said to hold, and nothing else. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asText().equals("object")
                && !object.has(ADDITIONAL)) {
            object.put(ADDITIONAL, false);
        }
        node.forEach(PublishedApi::close);
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        api.required("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                path.getValue(),
                                method.getValue()))));
        return operations;
    }

    /** What stands at {@code servers} of the whole. */
    public JsonNode servers() {
        return api.required("servers");
    }

    /** @param path parameters in braces may have other names than in the description */
    public List<String> faultsOf(String method, String path, int status, JsonNode reply) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method)
                        && withoutNames(operation.path()).equals(withoutNames(path)))
                .findFirst()
                .map(operation -> faultsOf(operation, status, reply))
                .orElse(List.of(method + " " + path + " is not described"));
    }

    private List<String> faultsOf(Operation operation, int status, JsonNode reply) {
        JsonNode described = whole(operation.json().path("responses").path(String.valueOf(status)));
        return described.isMissingNode()
                ? List.of(operation + ": status " + status + " is not described")
                : faultsOf(described.at("/content/application~1json/schema"), reply);
    }

    /** What stands there, or where that refers to. */
    public JsonNode whole(JsonNode node) {
        return node.has(REFERENCE) ? api.at(node.path(REFERENCE).asText().substring(1)) : node;
    }

    /** @param schema of this description */
    public List<String> faultsOf(JsonNode schema, JsonNode value) {
        if (!(schema instanceof ObjectNode)) {
            return List.of("there is no schema");
        }
        ObjectNode whole = JSON.createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set(COMPONENTS, api.required(COMPONENTS));
        return schemas.getSchema(whole).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static String withoutNames(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }
}
