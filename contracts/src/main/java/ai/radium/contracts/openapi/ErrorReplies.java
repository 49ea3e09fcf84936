package ai.radium.contracts.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The error replies of operations: their own codes and those that operations of their kind share, one reply a status. */
final class ErrorReplies {
    private static final String CODES = "x-radium-errors";
    private static final String PERMISSION = "x-radium-permission";
    private static final String BODY_LIMIT = "x-radium-body-limit";
    private static final String HEADERS = "headers";
    private static final String OBJECT_FORM = "-object-form";
    private static final List<String> OF_ALL = List.of("X-Request-Id");
    private static final List<String> OF_KNOWN =
            List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    private static final Set<Integer> WITH_RETRY_AFTER = Set.of(429, 503);

    /** The type words of OpenAI's API where they are not those of 4xx and 5xx. */
    private static final Map<Integer, String> TYPES = Map.of(
            401, "authentication_error",
            402, "insufficient_quota",
            403, "permission_error",
            404, "not_found_error",
            429, "rate_limit_error");

    private final JsonNode shared;
    private final ErrorTable errors;
    private final ObjectNode components;
    private final Map<ObjectNode, String> names = new HashMap<>();

    /** @param components where replies and examples are put, as many operations have the same */
    ErrorReplies(JsonNode shared, ErrorTable errors, ObjectNode components) {
        this.shared = shared;
        this.errors = errors;
        this.components = components;
    }

    void addTo(String method, ObjectNode operation) {
        List<String> codes = codes(method, operation).stream()
                .sorted(Comparator.comparingInt(code -> errors.get(code).status()))
                .toList();
        operation.putArray(CODES).addAll(codes.stream().map(operation::textNode).toList());
        ObjectNode replies = (ObjectNode) operation.required("responses");
        boolean known = operation.has(PERMISSION);
        replies.forEach(reply -> addHeaders((ObjectNode) reply, known));
        new TreeMap<>(codes.stream()
                        .collect(Collectors.groupingBy(code -> errors.get(code).status())))
                .forEach((status, ofStatus) -> replies.putObject(status.toString())
                        .put("$ref", "#/components/responses/" + named(status, reply(status, ofStatus, known))));
    }

    private Set<String> codes(String method, ObjectNode operation) {
        Set<String> codes = new LinkedHashSet<>();
        operation.path(CODES).forEach(code -> codes.add(code.asText()));
        add("all", codes);
        if (operation.has(PERMISSION)) {
            String limit = operation.required(BODY_LIMIT).asText();
            add("known", codes);
            add(limit, codes);
            if (method.equals("post")) {
                add("idempotent", codes);
            }
        }
        return codes;
    }

    private void add(String kind, Set<String> codes) {
        shared.required(kind).forEach(code -> codes.add(code.asText()));
    }

    private String named(int status, ObjectNode reply) {
        return names.computeIfAbsent(reply, one -> {
            ObjectNode all = components.withObjectProperty("responses");
            String name = "Error" + status + (char) ('A' + count(all, "Error" + status));
            all.set(name, one);
            return name;
        });
    }

    private static long count(ObjectNode all, String beginning) {
        return all.properties().stream()
                .filter(member -> member.getKey().startsWith(beginning))
                .count();
    }

    private ObjectNode reply(int status, List<String> codes, boolean known) {
        ObjectNode reply = components.objectNode();
        reply.put(
                "description",
                codes.stream()
                        .map(code -> "`" + code + "`: " + errors.get(code).meaning())
                        .collect(Collectors.joining("; ")));
        addHeaders(reply, known);
        if (WITH_RETRY_AFTER.contains(status)) {
            refer(reply.withObjectProperty(HEADERS), "Retry-After");
        }
        ObjectNode content = reply.putObject("content").putObject("application/json");
        content.putObject("schema").put("$ref", "#/components/schemas/Error");
        ObjectNode examples = content.putObject("examples");
        codes.forEach(code -> {
            addExamples(code);
            List.of(code, code + OBJECT_FORM)
                    .forEach(name -> examples.putObject(name).put("$ref", "#/components/examples/" + name));
        });
        return reply;
    }

    private void addExamples(String code) {
        ObjectNode examples = components.withObjectProperty("examples");
        if (!examples.has(code)) {
            ObjectNode string = examples.putObject(code).putObject("value");
            string.put("error", errors.get(code).meaning()).put("code", code);
            objectForm(examples.putObject(code + OBJECT_FORM).putObject("value"), code, errors.get(code));
        }
    }

    private static void objectForm(ObjectNode value, String code, ErrorTable.Entry entry) {
        value.putObject("error")
                .put("message", entry.meaning())
                .put(
                        "type",
                        TYPES.getOrDefault(
                                entry.status(), entry.status() < 500 ? "invalid_request_error" : "server_error"))
                .put("code", code.toLowerCase(Locale.ROOT))
                .putNull("param");
        value.put("type", "urn:radium:problem:" + code)
                .put("title", entry.meaning())
                .put("status", entry.status())
                .put("detail", entry.meaning());
    }

    private static void addHeaders(ObjectNode reply, boolean known) {
        ObjectNode headers = reply.withObjectProperty(HEADERS);
        OF_ALL.forEach(name -> refer(headers, name));
        if (known) {
            OF_KNOWN.forEach(name -> refer(headers, name));
        }
    }

    private static void refer(ObjectNode headers, String name) {
        headers.putObject(name).put("$ref", "#/components/headers/" + name);
    }
}
