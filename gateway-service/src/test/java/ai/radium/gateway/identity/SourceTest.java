package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "::1, 0.0.0.1, false"
    })
    void isAnIpv4AddressOrTheFirstHalfOfAnIpv6Address(String one, String other, boolean isSame) {
        assertThat(Source.of(new InetSocketAddress(one, 1)).equals(Source.of(new InetSocketAddress(other, 2))))
                .isEqualTo(isSame);
    }
}
