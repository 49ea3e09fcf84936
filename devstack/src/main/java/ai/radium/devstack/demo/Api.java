package ai.radium.devstack.demo;

import ai.radium.devstack.process.StackFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The public API as a customer's program sees it, with one credential. */
final class Api {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String base;
    private final String credential;

    /** The base ends in {@code /v1}; the credential is a key or an access token. */
    Api(String base, String credential) {
        this.base = base;
        this.credential = credential;
    }

    Answer get(String path) {
        return answer(request(path).GET().build());
    }

    Answer post(String path, JsonNode body) {
        return answer(withBody(path, "POST", body));
    }

    /** A form with one file, in the field {@code file}. */
    Answer upload(String path, String name, byte[] content) {
        String boundary = UUID.randomUUID().toString();
        byte[] head =
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                        .formatted(boundary, name)
                        .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8);
        return answer(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, content, tail)))
                .build());
    }

    Answer put(String path, JsonNode body) {
        return answer(withBody(path, "PUT", body));
    }

    /** The lines of a streamed reply; a refusal is read to its end. */
    HttpResponse<Stream<String>> stream(String path, JsonNode body) {
        return send(withBody(path, "POST", body), HttpResponse.BodyHandlers.ofLines());
    }

    /** One turn of a chat. */
    static ObjectNode message(String role, String content) {
        return JSON.createObjectNode().put("role", role).put("content", content);
    }

    /** The access token of a user, by the password grant of Keycloak's public client. */
    static String signIn(String keycloak, String user, String password) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(keycloak + "/realms/radium/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=password&client_id=radium-cli&username=%s&password=%s".formatted(user, password)))
                .build();
        return answer(request)
                .orFail("Keycloak refuses the user " + user)
                .path("access_token")
                .asText();
    }

    private HttpRequest withBody(String path, String method, JsonNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + credential)
                .timeout(Duration.ofMinutes(2));
    }

    private static Answer answer(HttpRequest request) {
        HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new StackFailure("%s does not answer: %s".formatted(request.uri(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("the demo was interrupted", e);
        }
    }

    /** A reply with its body. */
    record Answer(int status, String body) {
        static Answer of(HttpResponse<Stream<String>> streamed) {
            return new Answer(streamed.statusCode(), streamed.body().collect(Collectors.joining("\n")));
        }

        boolean isOk() {
            return status / 100 == 2;
        }

        /** The body's tree; missing when it is no JSON. */
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }

        JsonNode orFail(String what) {
            if (!isOk()) {
                throw new StackFailure("%s: %d %s".formatted(what, status, body.strip()));
            }
            return json();
        }
    }
}
