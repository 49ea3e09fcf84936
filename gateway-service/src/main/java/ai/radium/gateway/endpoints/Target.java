package ai.radium.gateway.endpoints;

import ai.radium.gateway.inference.Operation;
import ai.radium.gateway.relay.Service;

/** Who answers an endpoint. */
public sealed interface Target {
    /** A worker of the model that the body or the path names. */
    record Inference(Operation operation) implements Target {}

    /** The service that owns the resource. */
    record Relayed(Service service) implements Target {}

    /** The gateway itself, in few words. */
    enum Own implements Target {
        HEALTH,
        INDEX,
        STATUS,
        OPENAPI_JSON,
        OPENAPI_YAML,
        DOCS,
        DOCS_CHANGELOG,
        DOCS_ERRORS,
        DOCS_FILE
    }
}
