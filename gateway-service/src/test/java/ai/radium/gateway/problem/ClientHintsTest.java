package ai.radium.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientHintsTest {
    private final ClientHints hints = new ClientHints(Set.of("api.raghim.example"));

    @Test
    void clientsOfTheObjectFamilySaySo() {
        HttpHeaders openAi = new DefaultHttpHeaders()
                .set("User-Agent", "OpenAI/Python 2.8.0")
                .set("X-Stainless-Lang", "python");

        assertThat(hints.dialect(openAi)).isEqualTo(Dialect.OBJECT);
        assertThat(hints.dialect(new DefaultHttpHeaders().set("User-Agent", "raghim-ai/1.0 python")))
                .isEqualTo(Dialect.OBJECT);
        assertThat(hints.dialect(new DefaultHttpHeaders().set("Host", "API.raghim.example:8000")))
                .isEqualTo(Dialect.OBJECT);
    }

    @Test
    void everybodyElseIsOfTheOther() {
        assertThat(hints.dialect(new DefaultHttpHeaders())).isEqualTo(Dialect.STRING);
        assertThat(hints.dialect(new DefaultHttpHeaders().set("User-Agent", "OpenAI/like")))
                .isEqualTo(Dialect.STRING);
    }
}
