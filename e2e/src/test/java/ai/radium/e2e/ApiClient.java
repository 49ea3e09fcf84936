package ai.radium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A plain HTTP client of the public API with one key. */
record ApiClient(String baseUrl, String key) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** A reply with its body as text. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + response.body(), e);
            }
        }
    }

    ApiClient withKey(String other) {
        return new ApiClient(baseUrl, other);
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer post(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    /** With one more header. */
    Answer post(String path, String body, String header, String value) {
        return answer(request(path).header(header, value).POST(BodyPublishers.ofString(body)));
    }

    /** A form with one file. */
    Answer postFile(String path, String name, String content) {
        String form =
                "--form\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n--form--\r\n"
                        .formatted(name, content);
        return answer(request(path)
                .setHeader("Content-Type", "multipart/form-data; boundary=form")
                .POST(BodyPublishers.ofString(form)));
    }

    Answer put(String path, String body) {
        return send("PUT", path, BodyPublishers.ofString(body));
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Answer send(String method, String path, HttpRequest.BodyPublisher body) {
        return answer(request(path).method(method, body));
    }

    private static Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One inference call; a stream is read to its end. */
    Call call(String requestId, String path, String body, boolean stream) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("X-Request-Id", requestId)
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
        if (stream && response.statusCode() == 200) {
            return Call.ofStream(requestId, response.body());
        }
        try (InputStream reply = response.body()) {
            return Call.ofJson(
                    requestId, response.statusCode(), new String(reply.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }
}
