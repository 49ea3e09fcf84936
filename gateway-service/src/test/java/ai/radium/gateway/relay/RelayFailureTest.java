package ai.radium.gateway.relay;

import static ai.radium.gateway.relay.RelayedService.await;
import static ai.radium.gateway.relay.RelayedService.reply;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayFailureTest {
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
    void tellsAServicesRefusalInTheClientsDialect() throws Exception {
        edge.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(
                    exchange,
                    404,
                    "{\"code\":\"MODEL_NOT_FOUND\",\"title\":\"t\",\"detail\":\"No model x\",\"param\":\"modelId\"}");
        });

        HttpResponse<String> string = edge.get("/v1/deployments/x");
        HttpResponse<String> object = edge.get("/api/v1/deployments/x");

        assertThat(string.statusCode()).isEqualTo(404);
        assertThat(string.body())
                .isEqualTo(
                        "{\"error\":\"No model x\",\"code\":\"MODEL_NOT_FOUND\",\"details\":{\"field\":\"modelId\"}}");
        assertThat(object.body()).contains("\"code\":\"model_not_found\",\"param\":\"modelId\"");
    }

    @Test
    void neverShowsAnErrorThatIsNoRefusal() throws Exception {
        edge.answers(exchange -> reply(exchange, 500, "java.lang.IllegalStateException: select * from secrets"));

        HttpResponse<String> reply = edge.get("/v1/deployments");

        assertThat(reply.statusCode()).isEqualTo(502);
        assertThat(reply.body()).contains("BAD_GATEWAY").doesNotContain("secrets");
    }

    @Test
    void aTooLargeErrorIsNotCollected() throws Exception {
        edge.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(exchange, 400, "{\"code\":\"X\",\"detail\":\"" + "x".repeat(70_000) + "\"}");
        });

        assertThat(edge.get("/v1/deployments").statusCode()).isEqualTo(502);
    }

    @Test
    void aServiceThatRefusesTheEdgesTokenIsNotTheClientsFault() throws Exception {
        edge.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(exchange, 401, "{\"code\":\"UNAUTHENTICATED\",\"detail\":\"x\"}");
        });

        assertThat(edge.get("/v1/deployments").statusCode()).isEqualTo(503);
    }

    @Test
    void aServiceThatIsDownAnswers503WithRetryAfter() throws Exception {
        edge.stop();

        HttpResponse<String> reply = edge.get("/v1/deployments");

        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void aServiceThatTakesTooLongAnswers504() throws Exception {
        var release = new CountDownLatch(1);
        edge.answers(exchange -> await(release));

        HttpResponse<String> reply = edge.get("/v1/deployments");
        release.countDown();

        assertThat(reply.statusCode()).isEqualTo(504);
    }

    @Test
    void keepsConnectionsToAServiceAliveAndReplacesStaleOnes() throws Exception {
        edge.answers(exchange -> reply(exchange, 200, "{}"));
        for (int i = 0; i < 5; i++) {
            assertThat(edge.get("/v1/deployments").statusCode()).isEqualTo(200);
        }
        assertThat(edge.connections()).isEqualTo(1);

        edge.stop();
        edge.startAgain();
        edge.answers(exchange -> reply(exchange, 200, "{}"));

        assertThat(edge.get("/v1/deployments").statusCode()).isEqualTo(200);
    }
}
