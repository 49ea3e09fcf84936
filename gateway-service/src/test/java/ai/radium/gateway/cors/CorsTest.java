package ai.radium.gateway.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;

class CorsTest {
    private static final HttpHeaders ASKING = new DefaultHttpHeaders()
            .set("Origin", "https://console.example")
            .set("Access-Control-Request-Method", "POST")
            .set("Access-Control-Request-Headers", "authorization,content-type");

    @Test
    void isOffUnlessConfigured() {
        HttpHeaders reply = new DefaultHttpHeaders();

        Cors.of("").decorate(ASKING, reply);

        assertThat(reply.isEmpty()).isTrue();
        assertThat(Cors.of(" , ").preflight(HttpMethod.OPTIONS, ASKING)).isEmpty();
    }

    @Test
    void answersABrowserThatAsksBeforehand() {
        assertThat(Cors.of("https://a.example, https://console.example").preflight(HttpMethod.OPTIONS, ASKING))
                .hasValueSatisfying(reply -> {
                    assertThat(reply.get("Access-Control-Allow-Origin")).isEqualTo("https://console.example");
                    assertThat(reply.get("Access-Control-Allow-Headers")).isEqualTo("authorization,content-type");
                    assertThat(reply.get("Vary")).isEqualToIgnoringCase("origin");
                });
    }

    @Test
    void letsNoForeignPageRead() {
        HttpHeaders reply = new DefaultHttpHeaders();
        Cors cors = Cors.of("https://a.example");

        cors.decorate(ASKING, reply);

        assertThat(reply.contains("Access-Control-Allow-Origin")).isFalse();
        assertThat(cors.preflight(HttpMethod.OPTIONS, ASKING)).isEmpty();
    }

    @Test
    void everyPageMeansEvery() {
        HttpHeaders reply = new DefaultHttpHeaders();

        Cors.of("*").decorate(ASKING, reply);

        assertThat(reply.get("Access-Control-Allow-Origin")).isEqualTo("https://console.example");
        assertThat(Cors.of("*").preflight(HttpMethod.GET, ASKING)).isEmpty();
    }
}
