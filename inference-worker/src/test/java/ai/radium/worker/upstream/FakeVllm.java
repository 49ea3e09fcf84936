package ai.radium.worker.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as vLLM does, field by field as its documentation and protocol have them; a token per word. */
final class FakeVllm implements AutoCloseable {
    private static final String TOO_LONG =
            "{\"error\":{\"message\":\"these words are too many\",\"code\":\"context_length_exceeded\"}}";

    private static final String BAD = "{\"error\":{\"message\":\"this is bad\",\"code\":400}}";

    static final int CONTEXT = 100;

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SAID = List.of("one", " two", " three");

    private final HttpServer server;
    private final String owner;
    private final boolean loadsAdapters;
    private final ConcurrentMap<String, String> adapters = new ConcurrentHashMap<>();
    private final List<JsonNode> completions = new CopyOnWriteArrayList<>();

    FakeVllm(int port, boolean loadsAdapters) throws IOException {
        this(port, "vllm", loadsAdapters);
    }

    /** @param owner vllm, or sglang, which answers alike but for names */
    FakeVllm(int port, String owner, boolean loadsAdapters) throws IOException {
        this.owner = owner;
        this.loadsAdapters = loadsAdapters;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The bodies of completions, in the order they came. */
    List<JsonNode> completions() {
        return completions;
    }

    /** Adapters and where their weights are. */
    ConcurrentMap<String, String> adapters() {
        return adapters;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
        switch (exchange.getRequestURI().getPath()) {
            case "/health" -> reply(exchange, 200, "");
            case "/v1/models" -> reply(exchange, 200, models().toString());
            case "/tokenize" -> {
                boolean refused = text(body).equals("bad roles");
                reply(
                        exchange,
                        refused ? 400 : 200,
                        refused ? BAD : "{\"count\":" + words(body) + ",\"max_model_len\":100}");
            }
            case "/metrics" -> reply(exchange, 200, """
                    # TYPE vllm:num_requests_waiting gauge
                    vllm:num_requests_waiting{engine="0",model_name="base"} 2.0
                    vllm:num_requests_waiting{engine="1",model_name="base"} 1.0
                    # TYPE vllm:kv_cache_usage_perc gauge
                    vllm:kv_cache_usage_perc{engine="0",model_name="base"} 0.25
                    # TYPE sglang:token_usage gauge
                    sglang:token_usage{model_name="base"} 0.5
                    # TYPE sglang:num_queue_reqs gauge
                    sglang:num_queue_reqs{model_name="base"} 4.0
                    """);
            case "/v1/chat/completions", "/v1/completions" -> {
                completions.add(body);
                switch (text(body)) {
                    case "too long" -> reply(exchange, 400, TOO_LONG);
                    case "bad schema", "bad roles" -> reply(exchange, 400, BAD);
                    default -> reply(exchange, 200, stream(body));
                }
            }
            case "/v1/load_lora_adapter", "/load_lora_adapter" -> load(exchange, body);
            case "/v1/unload_lora_adapter", "/unload_lora_adapter" -> {
                adapters.remove(body.path("lora_name").asText());
                reply(exchange, 200, "Success: LoRA adapter removed successfully.");
            }
            default -> reply(exchange, 404, "{\"detail\":\"Not Found\"}");
        }
    }

    private void load(HttpExchange exchange, JsonNode body) throws IOException {
        if (!loadsAdapters) {
            reply(exchange, 404, "{\"detail\":\"Not Found\"}");
        } else if (body.path("lora_path").asText().contains("missing")) {
            reply(
                    exchange,
                    404,
                    "{\"error\":{\"message\":\"No adapter found\",\"type\":\"NotFoundError\",\"code\":404}}");
        } else {
            adapters.put(body.path("lora_name").asText(), body.path("lora_path").asText());
            reply(exchange, 200, "Success: LoRA adapter added successfully.");
        }
    }

    private ObjectNode models() {
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        // The order does not tell which is the base model: the parent does.
        adapters.keySet().forEach(id -> model(data.addObject(), id).put("parent", "base"));
        model(data.addObject(), "base").put("max_model_len", CONTEXT);
        return list;
    }

    private ObjectNode model(ObjectNode model, String id) {
        return model.put("id", id).put("object", "model").put("owned_by", owner);
    }

    /** The opening chunk, one for each word, the reason, and the usage; each with the usage so far, if that was asked for. */
    private static String stream(JsonNode body) {
        StringBuilder events = new StringBuilder();
        event(events, body, "{\"role\":\"assistant\",\"content\":\"\"}", 0, "null");
        int said = 0;
        for (String word : SAID) {
            event(events, body, "{\"content\":\"" + word + "\"}", ++said, "null");
        }
        event(events, body, "{\"content\":\"\"}", said + 1, "\"stop\"");
        events.append("data: {\"choices\":[],\"usage\":")
                .append(usage(body, said + 1))
                .append("}\n\ndata: [DONE]\n\n");
        return events.toString();
    }

    private static void event(StringBuilder events, JsonNode body, String delta, int tokens, String reason) {
        boolean tells =
                body.path("stream_options").path("continuous_usage_stats").asBoolean();
        events.append("data: {\"choices\":[{\"index\":0,\"delta\":")
                .append(delta)
                .append(",\"finish_reason\":")
                .append(reason)
                .append("}]")
                .append(tells ? ",\"usage\":" + usage(body, tokens) : "")
                .append("}\n\n");
    }

    private static ObjectNode usage(JsonNode body, int completionTokens) {
        ObjectNode usage = JSON.createObjectNode();
        usage.put("prompt_tokens", words(body)).put("completion_tokens", completionTokens);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 1);
        return usage;
    }

    private static int words(JsonNode body) {
        return new StringTokenizer(text(body)).countTokens();
    }

    private static String text(JsonNode body) {
        return body.path("prompt")
                .asText(body.path("messages").path(0).path("content").asText());
    }

    private static void reply(HttpExchange exchange, int status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
