package ai.radium.account;

import static io.restassured.RestAssured.given;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ServiceDatabase;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Everything around account-service: the gateway that calls it, the services that read and write events, the database. */
public final class Outside implements AutoCloseable {
    private static final String SERVICE = "account-service";
    private static final TestEdge EDGE = new TestEdge();

    private final TestTopics topics = new TestTopics(config("radium.kafka"), config("radium.outbox.topic-prefix"));

    public Outside() {
        try {
            Files.copy(
                    Path.of(URI.create(EDGE.jwksUri())),
                    Path.of(URI.create(config("radium.internal.jwks"))),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member of that role, which the account gets when it has none. */
    public RequestSpecification as(String account, Role role, String... scopes) {
        String sub = "tester-" + role.word();
        if (role != Role.PLATFORM_ADMIN) {
            ServiceDatabase.change("insert into member select id, '" + sub + "', '" + role.name()
                    + "', null, null, now(), 0 from account where id = '" + account + "' on conflict do nothing");
        }
        return user(account, sub, role, scopes);
    }

    /** As the gateway lets a user in whom it takes for a member of that role. */
    public RequestSpecification user(String account, String sub, Role role, String... scopes) {
        return call(EDGE.bearer(new Caller(account, sub, role, Set.of(scopes), "req_test"), SERVICE));
    }

    /** As the gateway lets a key in. */
    public RequestSpecification key(String account, String id, String... scopes) {
        return call(EDGE.bearer(new Caller(account, id, Role.ADMIN, Set.of(scopes), "req_test"), SERVICE));
    }

    public RequestSpecification gateway() {
        return call(EDGE.gateway(SERVICE));
    }

    /** The value of the header Authorization of the gateway's own calls. */
    public String gatewayToken() {
        return EDGE.gateway(SERVICE);
    }

    /** The value of the header Authorization. */
    public String token(Caller caller, String audience) {
        return EDGE.bearer(caller, audience);
    }

    private static RequestSpecification call(String authorization) {
        return given().baseUri(config("test.url"))
                .header("Authorization", authorization)
                .header("X-Request-Id", "req_test")
                .header("Radium-Client-Address", "192.0.2.7")
                .contentType("application/json");
    }

    /** Opens the account of a user nobody else has. */
    public String newAccount() {
        return gateway()
                .body("{\"sub\":\"" + Ids.ulid() + "\",\"name\":\"Ada\"}")
                .post("/internal/principals")
                .then()
                .statusCode(200)
                .extract()
                .path("account");
    }

    public void send(Event event, String id) {
        topics.send(id, event);
    }

    /** On a topic of another service. */
    public void send(Topic topic, Event event, String id) {
        topics.send(topic, event.eventKey(), id, EventJson.type(event), EventJson.write(event));
    }

    /** All that was written to the topic for the key so far. */
    public List<Event> published(Topic topic, String key) {
        return topics.published(topic, key);
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Override
    public void close() {
        topics.close();
    }
}
