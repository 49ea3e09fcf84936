package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8, 2001:db8::/32");

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 192.0.2.1, 192.0.2.1",
        "10.0.0.1, '198.51.100.9, 192.0.2.1', 192.0.2.1",
        "10.0.0.1, '192.0.2.1, 10.2.3.4,2001:db8::7', 192.0.2.1",
        "10.0.0.1, 'nonsense, 192.0.2.1', 192.0.2.1",
        "2001:db8::1, 2001:db9::5, 2001:db9::6",
        "10.0.0.1, ::ffff:192.0.2.1, 192.0.2.1",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
        "10.0.0.1, nonsense, 10.0.0.1",
        "10.0.0.1, '192.0.2.1, nonsense', 10.0.0.1",
        "10.0.0.1, '192.0.2.1, nonsense, 10.0.0.2', 10.0.0.1",
        "10.0.0.1, 192.0.2.1:80, 10.0.0.1",
        "10.0.0.1, '192.0.2.1,', 10.0.0.1",
        "10.0.0.1, '', 10.0.0.1",
        "192.0.2.9, 192.0.2.1, 192.0.2.9"
    })
    void theSourceIsTheRightMostAddressThatIsNotTrusted(String peer, String forwardedFor, String source) {
        HttpHeaders headers = new DefaultHttpHeaders().set("X-Forwarded-For", forwardedFor);

        assertThat(PROXIES.source(new InetSocketAddress(peer, 1), headers))
                .isEqualTo(Source.of(new InetSocketAddress(source, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, '198.51.100.9, 192.0.2.1', 192.0.2.1",
        "192.0.2.9, 198.51.100.9, 192.0.2.9",
        "10.0.0.1, 2001:db9::5, 2001:db9:0:0:0:0:0:5",
        "fe80::1%1, 198.51.100.9, fe80:0:0:0:0:0:0:1",
        "10.0.0.1, '198.51.100.9, nonsense', 10.0.0.1"
    })
    void theClientsAddressIsNoneThatItMadeUp(String peer, String forwardedFor, String address) {
        HttpHeaders headers = new DefaultHttpHeaders().set("X-Forwarded-For", forwardedFor);

        assertThat(PROXIES.address(new InetSocketAddress(peer, 1), headers)).isEqualTo(address);
    }

    @Test
    void linesOfTheHeaderAreOneList() {
        HttpHeaders headers = new DefaultHttpHeaders().set("X-Forwarded-For", List.of("192.0.2.1", "10.0.0.2"));

        assertThat(PROXIES.source(new InetSocketAddress("10.0.0.1", 1), headers))
                .isEqualTo(Source.of(new InetSocketAddress("192.0.2.1", 1)));
    }

    @Test
    void nobodyIsTrustedUnlessSaid() {
        HttpHeaders headers = new DefaultHttpHeaders().set("X-Forwarded-For", "192.0.2.1");
        var peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

        assertThat(TrustedProxies.of("").source(peer, headers)).isEqualTo(Source.of(peer));
        assertThat(TrustedProxies.NONE.source(peer, headers)).isEqualTo(Source.of(peer));
    }

    @Test
    void refusesAListThatItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of("10.0.0.0/8,proxy.example"))
                .withMessageContaining("proxy.example");
    }
}
