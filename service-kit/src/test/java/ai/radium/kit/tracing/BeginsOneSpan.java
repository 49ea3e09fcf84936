package ai.radium.kit.tracing;

import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;

/** A process that traces where it is told an endpoint. */
final class BeginsOneSpan {
    private BeginsOneSpan() {}

    public static void main(String[] endpoint) {
        Map<String, String> environment =
                endpoint.length == 0 ? Map.of() : Map.of(TracingConfig.ENDPOINT, endpoint[0], Sampling.SHARE, "1");
        try (Tracing tracing = Tracing.of(TracingConfig.of(environment, "one"), why -> {})) {
            tracing.begin(
                            SpanKind.SERVER,
                            "GET",
                            TraceHeaders.read("00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01", "a=b"))
                    .end();
        }
    }
}
