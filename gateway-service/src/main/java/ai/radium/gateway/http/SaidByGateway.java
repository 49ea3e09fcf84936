package ai.radium.gateway.http;

import ai.radium.gateway.docs.Docs;
import ai.radium.gateway.endpoints.Endpoint;
import ai.radium.gateway.endpoints.Endpoints;
import ai.radium.gateway.endpoints.Target;
import ai.radium.gateway.reply.FixedBody;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the gateway itself answers with: its health, what there is, how the platform's parts are, and the documentation. */
final class SaidByGateway {
    static final String NOTHING = "";
    private static final Work HEALTH = new Work.Say("{\"status\":\"ok\"}");
    private static final Work INDEX = new Work.Say(index());

    private final Docs docs;
    private final Supplier<String> status;

    /** @param status JSON, as it is at the moment */
    SaidByGateway(Docs docs, Supplier<String> status) {
        this.docs = docs;
        this.status = status;
    }

    /**
     * Null when there is no such file.
     *
     * @param gap what stands in the gap of its path
     */
    @Nullable
    Work answer(Target.Own own, String gap) {
        return switch (own) {
            case HEALTH -> HEALTH;
            case INDEX -> INDEX;
            case STATUS -> new Work.Say(status.get());
            case OPENAPI_JSON -> page(Docs.DESCRIPTION_JSON);
            case OPENAPI_YAML -> page(Docs.DESCRIPTION_YAML);
            case DOCS -> page(Docs.EXPLORER);
            case DOCS_CHANGELOG -> page(Docs.CHANGELOG);
            case DOCS_ERRORS -> page(Docs.ERRORS);
            case DOCS_FILE -> file(gap);
        };
    }

    private Work page(String name) {
        return new Work.Give(docs.page(name));
    }

    private @Nullable Work file(String name) {
        FixedBody file = docs.file(name);
        return file == null ? null : new Work.Give(file);
    }

    private static String index() {
        String version = SaidByGateway.class.getPackage().getImplementationVersion();
        return "{\"name\":\"Radium\",\"version\":\"" + (version == null ? "development" : version)
                + "\",\"mounts\":[\"/v1\",\"/api/v1\",\"/api/deploy\"],\"health\":\"/health\",\"docs\":\"/docs\",\"endpoints\":["
                + Endpoints.all().stream().map(SaidByGateway::line).collect(Collectors.joining(","))
                + "]}";
    }

    private static String line(Endpoint endpoint) {
        return "{\"path\":\"" + endpoint.pathText() + "\",\"methods\":\"" + endpoint.allow() + "\"}";
    }
}
