package ai.radium.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "10.1.2.3/8, 10.200.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/9, 10.128.0.0, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "::1, ::1, true",
        "::/0, 2001:db8::1, true",
        "::/0, 127.0.0.1, false",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::ffff:127.0.0.1, 127.0.0.1, true",
        "::ffff:7f00:1, 127.0.0.1, true",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::ffff:10.0.0.0/104, 11.9.9.9, false",
        "::ffff:0.0.0.0/96, 8.8.8.8, true"
    })
    void holdsTheAddressesOfItsNotation(String block, String address, boolean isIn) {
        assertThat(AddressBlock.of(block).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(isIn);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "::ffff:127.0.0.1, 127.0.0.1", "2001:db8::1, 2001:db8::1"})
    void readsASingleAddress(String text, String address) {
        assertThat(AddressBlock.address(text)).isEqualTo(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/8", "127.0.0.01", "localhost", "[::1]", "127.0.0.1:80", "fe80::1%1"})
    void readsNothingElseAsAnAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressBlock.address(text))
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "127.0.0",
                "127.1",
                "2130706433",
                "127.0.0.01",
                "0x7f.0.0.1",
                "256.0.0.1",
                "127.0.0.1 ",
                "127.0.0.1/",
                "127.0.0.1/032",
                "127.0.0.1/33",
                "127.0.0.1/-1",
                "127.0.0.1/+8",
                "127.0.0.1/8/8",
                "127.0.0.1/٨",
                "127.0.0.1:80",
                "::1/129",
                "::1/0128",
                ":",
                ":::",
                "1::2::3",
                "fe80::1%lo",
                "[::1]",
                "::ffff:127.0.0.1/95",
                "::ffff:127.0.0.1/8",
                "::ffff:127.0.0.01",
                "12345::"
            })
    void refusesWhatIsNoAddressAndSaysIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressBlock.of(text))
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.1.0.0/16, 10.0.0.0/8, false",
        "10.0.0.0/8, 10.0.0.0/8, true",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "::/0, 10.0.0.1, false",
        "0.0.0.0/0, ::1, false"
    })
    void holdsTheBlocksThatAreWithinIt(String block, String other, boolean isIn) {
        assertThat(AddressBlock.of(block).contains(AddressBlock.of(other))).isEqualTo(isIn);
    }

    @ParameterizedTest
    @CsvSource({"::ffff:127.0.0.1, 127.0.0.1", "::ffff:10.0.0.0/104, 10.0.0.0/8", "10.1.2.3/8, 10.1.2.3/8", "::1, ::1"})
    void isWrittenAsItWasGivenButIpv4InItsOwnNotation(String given, String written) {
        assertThat(AddressBlock.of(given)).hasToString(written);
        assertThat(AddressBlock.of(written)).hasToString(written);
    }

    @Property
    void anyAddressIsInItsOwnBlocks(@ForAll @Size(4) byte[] address, @ForAll @IntRange(max = 32) int prefix)
            throws UnknownHostException {
        InetAddress one = InetAddress.getByAddress(address);

        assertThat(AddressBlock.of(one.getHostAddress() + "/" + prefix).contains(one))
                .isTrue();
    }
}
