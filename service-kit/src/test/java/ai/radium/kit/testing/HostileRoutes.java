package ai.radium.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.testing.HostileBodies.Member;
import ai.radium.kit.testing.RawHttp.Reply;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/**
 * Asks every route of a running service what no client should: in each parameter, each part of the path, each member of
 * a body and the headers. None is answered by a 5xx or by anything but JSON, and every 400 names the field.
 */
public final class HostileRoutes {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    /** What is no JSON, or says it in a way that is none. */
    private static final List<String> CONTENT_TYPES = List.of(
            "text/plain",
            "text/html",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/json;",
            "APPLICATION/JSON",
            "application/json, text/plain",
            "application/*",
            "*/*",
            "json",
            "/",
            ";",
            "");

    private final RawHttp caller;
    private final RawHttp gateway;
    private final Map<String, String> needed;
    private final SoftAssertions softly = new SoftAssertions();

    /**
     * @param caller may do everything in an account
     * @param gateway the gateway's own calls
     * @param needed members that a valid body has by its route ({@code POST /api-keys}), each a line of the text
     */
    public HostileRoutes(RawHttp caller, RawHttp gateway, Map<String, String> needed) {
        this.caller = caller;
        this.gateway = gateway;
        this.needed = Map.copyOf(needed);
    }

    /** @throws AssertionError with every answer that is not as it should be, and when there is no route to ask */
    public void askAll() {
        List<Route> routes = Route.all();
        assertThat(routes).as("routes of this service").isNotEmpty();
        try (LogWatch log = new LogWatch()) {
            routes.forEach(this::ask);
            softly.assertThat(log.errors()).as("logged errors").isEmpty();
        }
        softly.assertAll();
    }

    private void ask(Route route) {
        route.query()
                .forEach(name -> Hostile.VALUES.forEach(value -> judge(
                        route, "?" + name + "=" + value, send(route, route.at("x") + "?" + name + "=" + value, ""))));
        if (route.hasPathParameter()) {
            Hostile.VALUES.stream()
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> judge(route, value, send(route, route.at(value), body(route, ""))));
        }
        Hostile.ACCEPTS.forEach(accept ->
                judge(route, "Accept: " + accept, send(route, route.at("x"), body(route, ""), "Accept: " + accept)));
        route.body().ifPresent(type -> askBodies(route, type));
    }

    private void askBodies(Route route, Type type) {
        HostileBodies.NO_OBJECT.forEach(body -> judge(route, body, send(route, route.at("x"), body)));
        HostileBodies.wrong(type).forEach(member -> {
            Reply reply = send(route, route.at("x"), body(route, member.name(), member.json()));
            judge(route, member.json(), reply);
            if (!isTooLongToRead(member)) {
                softly.assertThat(reply.status())
                        .as(shown(route, member.json()))
                        .isEqualTo(400);
                softly.assertThat(param(reply)).as(shown(route, member.json())).startsWith(member.path());
            }
        });
        for (Member member : HostileBodies.odd(type)) {
            judge(route, member.json(), send(route, route.at("x"), body(route, member.name(), member.json())));
        }
        CONTENT_TYPES.forEach(content -> judge(
                route,
                "Content-Type: " + content,
                send(route, route.at("x"), body(route, ""), "Content-Type: " + content)));
    }

    /** Then it is the body that is at fault. */
    private static boolean isTooLongToRead(Member member) {
        return member.json().length() > 250_000;
    }

    private Reply send(Route route, String target, String body, String... headers) {
        RawHttp http = route.isInternal() ? gateway : caller;
        return http.send(route.method(), target, List.of(headers), body);
    }

    /** Whatever the route needs, but for the member of this name, and these. */
    private String body(Route route, String without, String... members) {
        if (route.body().isEmpty()) {
            return "";
        }
        String rest = Arrays.stream(needed.getOrDefault(route.toString(), "").split("\n", -1))
                .filter(line -> !line.isBlank() && !line.startsWith("\"" + without + "\""))
                .collect(Collectors.joining(","));
        String own = String.join(",", members);
        return "{" + rest + (rest.isEmpty() || own.isEmpty() ? "" : ",") + own + "}";
    }

    private void judge(Route route, String what, Reply reply) {
        String shown = shown(route, what);
        softly.assertThat(reply.status()).as(shown + " " + reply.body()).isBetween(200, 499);
        softly.assertThat(reply.header("Content-Type"))
                .as(shown)
                .matches(type -> reply.status() >= 400
                        ? type.startsWith(PROBLEM)
                        : type.startsWith(JSON) || type.startsWith("text/csv"));
        if (reply.status() == 400) {
            softly.assertThat(param(reply)).as(shown + " " + reply.body()).isNotEmpty();
        }
    }

    private static String param(Reply reply) {
        return reply.body()
                .replaceFirst("(?s)^.*\"param\":\"([^\"]*)\".*$", "$1")
                .replaceFirst("(?s)^\\{.*$", "");
    }

    private static String shown(Route route, String what) {
        String all = route + " " + what;
        return all.length() > 120 ? all.substring(0, 120) + "…" : all;
    }
}
