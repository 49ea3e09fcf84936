package ai.radium.gateway.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CorsTest {
    private static final HttpRequest ASKING = asking("https://console.example");

    @Test
    void isOffUnlessConfigured() {
        assertThat(Cors.of("").lines(ASKING.headers())).isEmpty();
        assertThat(Cors.of(" , ").isPreflight(ASKING)).isFalse();
    }

    @Test
    void letsAConfiguredPageAskAndRead() {
        Cors cors = Cors.of("https://a.example, https://console.example");

        assertThat(cors.isPreflight(ASKING)).isTrue();
        assertThat(lines(cors, ASKING))
                .startsWith("vary: origin\r\naccess-control-allow-origin: https://console.example\r\n")
                .contains("X-Request-Id")
                .endsWith("\r\n");
    }

    @Test
    void letsNoForeignPageAskOrRead() {
        Cors cors = Cors.of("https://a.example");

        assertThat(cors.isPreflight(ASKING)).isFalse();
        assertThat(lines(cors, ASKING)).isEqualTo("vary: origin\r\n");
    }

    @Test
    void neverRepeatsAnOriginThatItDoesNotKnow() {
        HttpRequest odd = asking("https://a.example\tx");

        assertThat(lines(Cors.of("*"), odd)).contains("access-control-allow-origin: *\r\n");
    }

    @Test
    void aRequestWithoutOriginIsNoPages() {
        HttpRequest plain = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.OPTIONS, "/v1/models");

        assertThat(Cors.of("*").isPreflight(plain)).isFalse();
        assertThat(lines(Cors.of("*"), plain)).isEqualTo("vary: origin\r\n");
    }

    private static String lines(Cors cors, HttpRequest request) {
        return new String(cors.lines(request.headers()), StandardCharsets.US_ASCII);
    }

    private static HttpRequest asking(String origin) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.OPTIONS, "/v1/models");
        request.headers().set("Origin", origin).set("Access-Control-Request-Method", "POST");
        return request;
    }
}
