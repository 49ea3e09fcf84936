package ai.radium.gateway.relay;

import static ai.radium.gateway.relay.RelayedService.reply;
import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.identity.InternalTokens;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.Headers;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private RelayedService edge;

    @BeforeEach
    void open() {
        edge = new RelayedService();
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void passesMethodPathQueryBodyAndHeadersOn() throws Exception {
        edge.answers(exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " ";
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-Of-Service", "1");
            reply(exchange, 201, line + new String(body, StandardCharsets.UTF_8));
        });

        HttpResponse<String> reply = edge.http()
                .send(
                        edge.request("/v1/deployments?a=b%20c")
                                .POST(BodyPublishers.ofString("{\"x\":1}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(reply.body()).isEqualTo("POST /deployments?a=b%20c {\"x\":1}");
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.headers().firstValue("X-Of-Service")).contains("1");
    }

    @Test
    void provesTheCallerAndKeepsItsCredentialsToItself() throws Exception {
        var seen = new ConcurrentHashMap<String, Headers>();
        edge.answers(exchange -> {
            seen.put("headers", exchange.getRequestHeaders());
            reply(exchange, 200, "{}");
        });

        edge.http()
                .send(
                        edge.request("/v1/deployments")
                                .header("Authorization", "Bearer sk-secret")
                                .header("X-API-Key", "sk-secret")
                                .header("X-Request-Id", "forged")
                                .header("X-Forwarded-For", "1.2.3.4")
                                .header("Radium-Client-Address", "1.2.3.4")
                                .header("Idempotency-Key", "once")
                                .build(),
                        BodyHandlers.ofString());

        Headers headers = Objects.requireNonNull(seen.get("headers"));
        String token = headers.getFirst("Authorization").substring("Bearer ".length());
        assertThat(InternalTokens.verify(
                        JWKSet.parse(edge.signer().jwks()), token, "deployment-service", Instant.now()))
                .contains(Front.ALICE);
        assertThat(headers.toString()).doesNotContain("sk-secret").doesNotContain("1.2.3.4");
        assertThat(headers.get("X-Request-Id")).containsExactly("req-1");
        assertThat(headers.get("Radium-Client-Address")).containsExactly("192.0.2.7");
        assertThat(headers.getFirst("Idempotency-Key")).isEqualTo("once");
    }

    @Test
    void headersOfOneHopEndAtTheEdge() throws Exception {
        edge.answers(exchange -> {
            assertThat(exchange.getRequestHeaders().keySet()).doesNotContain("X-Hop", "Te", "Keep-alive");
            exchange.getResponseHeaders().add("Connection", "X-Private");
            exchange.getResponseHeaders().add("X-Private", "1");
            exchange.getResponseHeaders().add("Keep-Alive", "timeout=5");
            reply(exchange, 200, "{}");
        });

        String reply = edge.raw(String.join(
                "\r\n",
                "GET /v1/deployments HTTP/1.1",
                "Host: x",
                "Connection: close, X-Hop",
                "X-Hop: 1",
                "TE: trailers",
                "Keep-Alive: timeout=5",
                "",
                ""));

        assertThat(reply).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("x-private");
    }
}
