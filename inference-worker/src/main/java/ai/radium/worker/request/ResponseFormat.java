package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/** The form of the answer. Whether a schema can be followed is for the engine to say. */
final class ResponseFormat {
    private static final String NAME = "response_format";

    private static final Set<String> SCHEMA_MEMBERS = Set.of("name", "description", "schema", "strict");

    private ResponseFormat() {}

    static Optional<JsonNode> option(GenerateRequest request) {
        return Json.optional(request.getResponseFormat(), NAME).filter(ResponseFormat::constrains);
    }

    private static boolean constrains(JsonNode format) {
        if (!format.isObject()) {
            throw EngineRefusal.invalid(NAME, "response_format must be an object");
        }
        return switch (Json.string(format, "type", NAME)) {
            case "text" -> {
                refuseOthers(format, NAME, Set.of("type"));
                yield false;
            }
            case "json_object" -> {
                refuseOthers(format, NAME, Set.of("type"));
                yield true;
            }
            case "json_schema" -> {
                refuseOthers(format, NAME, Set.of("type", "json_schema"));
                refuseOthers(format.path("json_schema"), NAME + ".json_schema", SCHEMA_MEMBERS);
                Json.optionalString(format.path("json_schema"), "name", NAME + ".json_schema");
                Json.optionalString(format.path("json_schema"), "description", NAME + ".json_schema");
                if (!format.path("json_schema").path("schema").isObject()) {
                    throw EngineRefusal.invalid(
                            "response_format.json_schema.schema",
                            "response_format.json_schema.schema must be an object");
                }
                JsonNode strict = format.path("json_schema").path("strict");
                if (!strict.isMissingNode() && !strict.isNull() && !strict.isBoolean()) {
                    throw EngineRefusal.invalid(
                            "response_format.json_schema.strict",
                            "response_format.json_schema.strict must be true or false");
                }
                yield true;
            }
            default ->
                throw EngineRefusal.invalid(
                        "response_format.type", "response_format.type must be text, json_object or json_schema");
        };
    }

    /** Beside {@code json_object}, for example. */
    private static void refuseOthers(JsonNode object, String path, Set<String> known) {
        if (object.hasNonNull("schema") && !known.contains("schema")) {
            throw EngineRefusal.invalid(
                    path + ".schema",
                    path + ".schema is not known here: a schema goes into json_schema, with the type json_schema");
        }
        Json.refuseOthers(object, path, known);
    }
}
