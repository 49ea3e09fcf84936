package ai.radium.kit.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A collector of traces for tests: takes OTLP over HTTP and keeps what it was sent. */
public final class OtlpSink implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();

    /** One span, and the process that made it. */
    public record Seen(String service, Span span) {
        public String name() {
            return span.getName();
        }

        public String traceId() {
            return HEX.formatHex(span.getTraceId().toByteArray());
        }

        public String id() {
            return HEX.formatHex(span.getSpanId().toByteArray());
        }

        /** Empty at the beginning of a trace. */
        public String parent() {
            return HEX.formatHex(span.getParentSpanId().toByteArray());
        }

        public Map<String, String> attributes() {
            return texts(span.getAttributesList());
        }

        public List<String> events() {
            return span.getEventsList().stream().map(Span.Event::getName).toList();
        }
    }

    public OtlpSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** For who cannot throw. */
    public static OtlpSink open() {
        try {
            return new OtlpSink();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().stream()
                    .flatMap(OtlpSink::spans)
                    .forEach(spans::add);
            byte[] reply = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, reply.length == 0 ? -1 : reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private static java.util.stream.Stream<Seen> spans(ResourceSpans ofProcess) {
        String service = texts(ofProcess.getResource().getAttributesList()).getOrDefault("service.name", "");
        return ofProcess.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> new Seen(service, span));
    }

    private static Map<String, String> texts(List<KeyValue> values) {
        return values.stream().collect(Collectors.toMap(KeyValue::getKey, value -> text(value.getValue())));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(OtlpSink::text)
                        .collect(Collectors.joining(","));
            case KVLIST_VALUE, BYTES_VALUE, VALUE_NOT_SET -> value.toString();
        };
    }

    /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} says of it. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All so far, in the order of their coming. */
    public List<Seen> spans() {
        return List.copyOf(spans);
    }

    public Optional<Seen> named(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).findFirst();
    }

    /** Of each export. */
    public List<Map<String, List<String>>> headers() {
        return List.copyOf(headers);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
