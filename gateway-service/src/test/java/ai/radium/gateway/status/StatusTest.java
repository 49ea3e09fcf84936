package ai.radium.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StatusTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Optional<Boolean> redis = Optional.empty();

    private final Status status = new Status(parts(), () -> now);

    private Map<String, Supplier<Optional<Boolean>>> parts() {
        Map<String, Supplier<Optional<Boolean>>> parts = new LinkedHashMap<>();
        parts.put("redis", () -> redis);
        parts.put("kafka", () -> Optional.of(true));
        return parts;
    }

    @Test
    void aPartIsUnknownUntilItWasSeen() {
        assertThat(status.json()).isEqualTo("""
                {"status":"up","components":[\
                {"name":"redis","state":"unknown","since":"2026-01-01T00:00:00.000Z"},\
                {"name":"kafka","state":"up","since":"2026-01-01T00:00:00.000Z"}]}""");
    }

    @Test
    void aPartThatIsDownDegradesTheWholeFromThen() {
        redis = Optional.of(false);
        now = now.plusSeconds(5);
        status.look();
        now = now.plusSeconds(60);

        assertThat(status.json()).isEqualTo("""
                {"status":"degraded","components":[\
                {"name":"redis","state":"down","since":"2026-01-01T00:00:05.000Z"},\
                {"name":"kafka","state":"up","since":"2026-01-01T00:00:00.000Z"}]}""");
    }
}
