package ai.radium.gateway;

import static ai.radium.gateway.BytewiseGateway.CHAT;
import static ai.radium.gateway.BytewiseGateway.KEY;
import static ai.radium.gateway.BytewiseGateway.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bodies may be, on every endpoint alike. */
class BodyRulesTest extends ByteByByte {
    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, alice, 4000001, 413",
        "/v1/deployments, alice, 1048577, 413",
        "/v1/chat/completions, reader, 9, 403",
        "/v1/chat/completions, '', 9, 401"
    })
    void whoWaitsForHundredIsRefusedWithoutIt(String target, String key, int length, int status) throws IOException {
        String credential = key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
        try (var client = gateway.connect()) {
            client.say(head("POST", target, credential) + "Expect: 100-continue\r\nContent-Length: "
                    + (length == 4_000_001 ? 4 * 1024 * 1024 + 1 : length) + "\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 200",
                "Content-Type: application/json | 200",
                "Content-Type: Application/JSON; charset=utf-8 | 200",
                "Content-Type: text/plain | 415",
                "Content-Type: application/x-www-form-urlencoded | 415",
                "Content-Type: application/jsonx | 415"
            })
    void oneRuleOfContentTypesForAllEndpoints(String header, int status) throws IOException {
        String line = header.isEmpty() ? "" : header + "\r\n";

        assertThat(gateway.post("/v1/chat/completions", line, CHAT)).startsWith("HTTP/1.1 " + status);
        String relayed = gateway.post("/v1/deployments", line, "{}");
        assertThat(relayed).startsWith("HTTP/1.1 " + status);
        if (status == 200) {
            assertThat(relayed.toLowerCase(Locale.ROOT)).contains("\"type\":\"application/json");
        } else {
            assertThat(relayed).contains("Content-Type: application/json");
        }
    }

    @Test
    void aPostWithoutABodyIsPassedOn() throws IOException {
        assertThat(gateway.ask(head("POST", "/v1/api-keys/key_1/rotate", KEY) + "\r\n"))
                .contains("\"type\":\"application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZip"})
    void aBodyInGzipIsReadEverywhere(String encoding) throws IOException {
        String line = "Content-Encoding: " + encoding + "\r\n";

        assertThat(gateway.post("/v1/chat/completions", line, gzip(CHAT))).startsWith("HTTP/1.1 200");
        assertThat(gateway.post("/v1/deployments", line, gzip("{\"name\":\"x\"}")))
                .startsWith("HTTP/1.1 200")
                .contains("\"encoding\":\"\",\"length\":12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void anotherEncodingIsRefusedInWords(String encoding) throws IOException {
        for (String target : List.of("/v1/chat/completions", "/v1/deployments")) {
            assertThat(gateway.post(target, "Content-Encoding: " + encoding + "\r\n", CHAT))
                    .startsWith("HTTP/1.1 415")
                    .contains("Content-Encoding: gzip");
        }
    }

    @Test
    void whatGzipHidesIsBoundedAndWhatIsNoneIsSaid() throws IOException {
        String line = "Content-Encoding: gzip\r\n";

        assertThat(gateway.post("/v1/deployments", line, gzip(" ".repeat(2_000_000))))
                .startsWith("HTTP/1.1 413");
        assertThat(gateway.post("/v1/chat/completions", line, gzip(" ".repeat(20_000_000))))
                .startsWith("HTTP/1.1 413");
        assertThat(gateway.post("/v1/deployments", line, "{}"))
                .startsWith("HTTP/1.1 400")
                .contains("gzip");
        String cut = gzip(CHAT);
        assertThat(gateway.post("/v1/chat/completions", line, cut.substring(0, cut.length() - 9)))
                .startsWith("HTTP/1.1 400")
                .contains("gzip");
    }

    /** One character a byte. */
    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
