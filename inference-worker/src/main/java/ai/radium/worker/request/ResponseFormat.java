package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The form of the answer. Whether a schema can be followed is for the engine to say. */
final class ResponseFormat {
    private static final String NAME = "response_format";

    private ResponseFormat() {}

    static Optional<JsonNode> option(GenerateRequest request) {
        return Json.optional(request.getResponseFormat(), NAME).filter(ResponseFormat::constrains);
    }

    private static boolean constrains(JsonNode format) {
        if (!format.isObject()) {
            throw EngineRefusal.invalid(NAME, "response_format must be an object");
        }
        return switch (Json.string(format, "type", NAME)) {
            case "text" -> false;
            case "json_object" -> true;
            case "json_schema" -> {
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
}
