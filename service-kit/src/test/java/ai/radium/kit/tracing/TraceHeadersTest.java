package ai.radium.kit.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String GIVEN = "00-" + TRACE + "-" + PARENT + "-01";

    @Test
    void handsOnWhatCame() {
        Span caller = TraceHeaders.read(GIVEN, "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");

        assertThat(TraceHeaders.traceparent(caller)).isEqualTo(GIVEN);
        assertThat(TraceHeaders.tracestate(caller)).isEqualTo("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
        assertThat(caller.isRecording()).isFalse();
    }

    @Test
    void aTraceThatIsNotSampledStaysSo() {
        Span caller = TraceHeaders.read("00-" + TRACE + "-" + PARENT + "-00", null);

        assertThat(TraceHeaders.traceparent(caller)).endsWith("-00");
        assertThat(TraceHeaders.sampled(caller)).isNull();
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        assertThat(TraceHeaders.traceparent(TraceHeaders.read("cc-" + TRACE + "-" + PARENT + "-01-what-comes", null)))
                .isEqualTo(GIVEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "garbage",
                "00-" + TRACE + "-" + PARENT,
                "00-" + TRACE + "-" + PARENT + "-",
                "00-" + TRACE + "-" + PARENT + "-1",
                "00-" + TRACE + "-" + PARENT + "-zz",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "00-" + TRACE + "-" + PARENT + "-01 ",
                "00_" + TRACE + "_" + PARENT + "_01",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "0x-" + TRACE + "-" + PARENT + "-01",
                "cc-" + TRACE + "-" + PARENT + "-01.what",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
                "00-" + TRACE + "-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-" + PARENT + "-01",
                "00-" + TRACE + "-00f067aa0ba902bg-01",
                GIVEN + "," + GIVEN
            })
    void whatIsBrokenIsAsIfItWereNotThere(String broken) {
        Span caller = TraceHeaders.read(broken, "congo=t61rcWkgMzE");

        assertThat(TraceHeaders.traceparent(caller)).isNull();
        assertThat(TraceHeaders.tracestate(caller)).isNull();
    }

    @Test
    void twoHeadersOfACallerAreNone() {
        assertThat(TraceHeaders.traceparent(TraceHeaders.read(List.of(GIVEN, GIVEN), List.of())))
                .isNull();
        assertThat(TraceHeaders.tracestate(TraceHeaders.read(List.of(GIVEN), List.of("a=1", "b=2"))))
                .isEqualTo("a=1,b=2");
    }

    @Test
    void aBrokenOrLongStateIsLeftOutAlone() {
        assertThat(TraceHeaders.tracestate(TraceHeaders.read(GIVEN, "no pair"))).isNull();
        assertThat(TraceHeaders.traceparent(TraceHeaders.read(GIVEN, "a=" + "b".repeat(600))))
                .isEqualTo(GIVEN);
        assertThat(TraceHeaders.tracestate(TraceHeaders.read(GIVEN, "a=" + "b".repeat(600))))
                .isNull();
    }

    @Property
    void noTextOfACallerBreaksAnything(@ForAll String parent, @ForAll String state) {
        assertThat(TraceHeaders.traceparent(TraceHeaders.read(parent, state))).isNull();
        assertThat(TraceHeaders.traceparent(TraceHeaders.read(GIVEN, state))).isEqualTo(GIVEN);
    }

    @Property
    void whatIsHandedOnIsReadAsTheSame(@ForAll @From("traceparents") String given) {
        assertThat(TraceHeaders.traceparent(TraceHeaders.read(given, null))).isEqualTo(given);
    }

    @Provide
    Arbitrary<String> traceparents() {
        return net.jqwik.api.Combinators.combine(hex(32), hex(16), hex(2))
                .as((trace, span, flags) -> "00-" + trace + "-" + span + "-" + flags)
                .filter(header -> !header.contains("-" + "0".repeat(16) + "-") && !header.contains("0".repeat(32)));
    }

    private static Arbitrary<String> hex(int digits) {
        return Arbitraries.strings().withChars("0123456789abcdef").ofLength(digits);
    }
}
