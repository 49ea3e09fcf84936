package ai.radium.gateway.http;

import ai.radium.gateway.endpoints.Endpoint;
import ai.radium.gateway.endpoints.Endpoints;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Bodies that the gateway itself answers with: its health, and at the root what there is. */
final class SaidByGateway {
    static final byte[] NOTHING = {};
    static final byte[] HEALTH = bytes("{\"status\":\"ok\"}");
    static final byte[] INDEX = index();

    private SaidByGateway() {}

    private static byte[] index() {
        String version = SaidByGateway.class.getPackage().getImplementationVersion();
        return bytes("{\"name\":\"Radium\",\"version\":\"" + (version == null ? "development" : version)
                + "\",\"mounts\":[\"/v1\",\"/api/v1\",\"/api/deploy\"],\"health\":\"/health\",\"endpoints\":["
                + Endpoints.all().stream().map(SaidByGateway::line).collect(Collectors.joining(","))
                + "]}");
    }

    private static String line(Endpoint endpoint) {
        return "{\"path\":\"" + endpoint.pathText() + "\",\"methods\":\"" + endpoint.allow() + "\"}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
