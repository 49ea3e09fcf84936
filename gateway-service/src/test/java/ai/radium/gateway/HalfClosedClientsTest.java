package ai.radium.gateway;

import static ai.radium.gateway.BytewiseGateway.CHAT;
import static ai.radium.gateway.BytewiseGateway.KEY;
import static ai.radium.gateway.BytewiseGateway.chat;
import static ai.radium.gateway.BytewiseGateway.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say no more: those who wait for their reply, and those who are gone. */
class HalfClosedClientsTest extends ByteByByte {
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/v1/deployments", "/v1/nowhere", "/v1/models/m"})
    void aClientThatHasSaidAllIsAnswered(String target) throws IOException {
        try (var client = gateway.connect()) {
            client.say(head("GET", target, KEY) + "\r\n").socket().shutdownOutput();

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 ").contains("\r\n\r\n{");
        }
    }

    @Test
    void aClientThatHasSaidAllIsAnsweredByTheModelToo() throws IOException {
        for (String body : List.of(CHAT, CHAT.replace("\"model\"", "\"stream\":true,\"model\""))) {
            try (var client = gateway.connect()) {
                client.say(chat(body) + chat(body)).socket().shutdownOutput();
                String said = client.readToEnd();

                assertThat(said.split("HTTP/1.1 200", -1)).hasSize(3);
            }
        }
    }

    @Test
    void halfARequestIsNotServed() throws IOException {
        for (String half :
                List.of("GET /hea", head("GET", "/health", ""), chat(CHAT).substring(0, 140))) {
            try (var client = gateway.connect()) {
                client.say(half).socket().shutdownOutput();

                assertThat(client.readToEnd()).matches("(?s)(HTTP/1.1 400 .*)?");
            }
        }
    }

    @Test
    void aClientThatIsGoneIsNotWorkedFor() throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            var client = gateway.connect();
            client.say(chat("{\"model\":\"slow\",\"stream\":" + stream
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"));
            assertThat(gateway.slow().requests.poll(10, TimeUnit.SECONDS)).isNotNull();
            long before = System.nanoTime();
            client.close();

            assertThat(gateway.slow().cancelled.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(2));
        }
    }

    @Test
    void aClientThatHasSaidAllIsAnsweredHoweverLongItTakes() throws Exception {
        try (var client = gateway.connect()) {
            client.say(head("GET", "/v1/deployments/late", KEY) + "\r\n")
                    .socket()
                    .shutdownOutput();

            assertThat(client.head()).startsWith("HTTP/1.1 100 Continue");
            gateway.letLateRepliesGo();
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
        }
    }
}
