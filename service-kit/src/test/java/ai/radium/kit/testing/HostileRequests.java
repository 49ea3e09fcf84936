package ai.radium.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.testing.RawHttp.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/** Asks a running service what no client should, and holds it to: an answer or a problem, never an ERROR. */
public final class HostileRequests {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final RawHttp http;

    public HostileRequests(RawHttp http) {
        this.http = http;
    }

    /** Every one of these targets, by GET. */
    public void readAll(Stream<String> targets) {
        try (LogWatch log = new LogWatch()) {
            SoftAssertions softly = new SoftAssertions();
            targets.forEach(target -> judge(softly, "GET " + target, http.ask("GET", target), JSON));
            softly.assertThat(log.errors()).isEmpty();
            softly.assertAll();
        }
    }

    /** JSON comes back whatever Accept says. */
    public void acceptAnything(String target) {
        for (String accept : Hostile.ACCEPTS) {
            Reply reply = http.ask("GET", target, "Accept: " + accept);
            assertThat(reply.status()).as(accept).isEqualTo(200);
            assertThat(reply.header("Content-Type")).as(accept).startsWith(JSON);
            assertThat(reply.body()).as(accept).startsWith("{");
        }
    }

    /** Methods, paths, headers and sizes that a service has no use for. */
    public void refuseTheRest(String path) {
        try (LogWatch log = new LogWatch()) {
            SoftAssertions softly = new SoftAssertions();
            for (String method : List.of("DELETE", "PATCH", "PUT", "POST", "TRACE", "FOO")) {
                Reply reply = http.ask(method, path + "/nothing/here");
                softly.assertThat(reply.status()).as(method).isBetween(400, 499);
                judge(softly, method, reply, PROBLEM);
            }
            softly.assertThat(http.ask("GET", path + "?x=" + "y".repeat(15_900)).status())
                    .as("a line as long as the gateway takes")
                    .isNotEqualTo(414);
            softly.assertThat(http.ask("GET", path, "X-Long: " + "y".repeat(60_000))
                            .status())
                    .as("headers as long as the gateway takes")
                    .isNotEqualTo(431);
            judge(softly, "nothing there", http.ask("GET", "/nothing"), PROBLEM);
            judge(softly, "a body too large", http.send("POST", path, List.of(), "x".repeat(1_100_000)), PROBLEM);
            softly.assertThat(log.errors()).isEmpty();
            softly.assertAll();
        }
    }

    private static void judge(SoftAssertions softly, String what, Reply reply, String answer) {
        String shown = what.length() > 120 ? what.substring(0, 120) + "…" : what;
        if (reply.status() < 400) {
            softly.assertThat(reply.status()).as(shown).isEqualTo(200);
            softly.assertThat(reply.header("Content-Type")).as(shown).startsWith(answer);
            return;
        }
        softly.assertThat(reply.status()).as(shown + " " + reply.body()).isBetween(400, 499);
        softly.assertThat(reply.header("Content-Type")).as(shown).startsWith(PROBLEM);
        softly.assertThat(reply.body()).as(shown).contains("\"code\":").contains("\"status\":" + reply.status());
    }
}
