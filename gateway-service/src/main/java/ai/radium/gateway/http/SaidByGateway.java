package ai.radium.gateway.http;

import ai.radium.gateway.endpoints.Endpoint;
import ai.radium.gateway.endpoints.Endpoints;
import java.util.stream.Collectors;

/** Bodies that the gateway itself answers with: its health, and at the root what there is. */
final class SaidByGateway {
    static final String NOTHING = "";
    static final String HEALTH = "{\"status\":\"ok\"}";
    static final String INDEX = index();

    private SaidByGateway() {}

    private static String index() {
        String version = SaidByGateway.class.getPackage().getImplementationVersion();
        return "{\"name\":\"Radium\",\"version\":\"" + (version == null ? "development" : version)
                + "\",\"mounts\":[\"/v1\",\"/api/v1\",\"/api/deploy\"],\"health\":\"/health\",\"endpoints\":["
                + Endpoints.all().stream().map(SaidByGateway::line).collect(Collectors.joining(","))
                + "]}";
    }

    private static String line(Endpoint endpoint) {
        return "{\"path\":\"" + endpoint.pathText() + "\",\"methods\":\"" + endpoint.allow() + "\"}";
    }
}
