package ai.radium.gateway;

import static org.awaitility.Awaitility.await;

import ai.radium.gateway.BreakableLine.Passage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One call of the break table: its request, its client, and where its worker has got to. */
final class BreakRun {
    private final BreakStage stage;
    private final LocalGateway gateway;
    private final String id;
    private final Break kind;
    private final BreakApi api;
    private final boolean streamed;
    private final int tokens;
    private final int padding;
    private final Map<String, BreakAttempt> attempts = new LinkedHashMap<>();
    private final CountDownLatch workerBegan = new CountDownLatch(1);
    private final CountDownLatch workerEnded = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private String key = BreakStage.KEY;
    private String model = BreakStage.MODEL;
    private int heard;

    /** @param padding bytes that the request is longer for no reason */
    BreakRun(
            BreakStage stage,
            LocalGateway gateway,
            String id,
            Break kind,
            BreakApi api,
            boolean streamed,
            int tokens,
            int padding) {
        this.stage = stage;
        this.gateway = gateway;
        this.id = id;
        this.kind = kind;
        this.api = api;
        this.streamed = streamed;
        this.tokens = tokens;
        this.padding = padding;
    }

    /** What the client was told. */
    String run() throws IOException, InterruptedException {
        stage.worker().expect(this);
        return kind.client().act(this);
    }

    String id() {
        return id;
    }

    Break kind() {
        return kind;
    }

    BreakApi api() {
        return api;
    }

    boolean isStreamed() {
        return streamed;
    }

    int tokens() {
        return tokens;
    }

    /** Tokens that reached the client; of a whole answer those that were made for it. */
    int heard() {
        return streamed ? heard : allTokens();
    }

    /** Of all choices. */
    private int allTokens() {
        return tokens * api.choices();
    }

    BreakOutcome expected() {
        return expected(allTokens());
    }

    private BreakOutcome expected(int all) {
        BreakOutcome byCode = kind.expected(streamed, all);
        return new BreakOutcome(api.told(byCode.told()), byCode.recorded());
    }

    /** Where one of several choices fails, how much of the others has come by then is a race: told is what is recorded all the same. */
    boolean expects(BreakOutcome seen) {
        return IntStream.rangeClosed(kind.failsOneChoice() ? tokens : allTokens(), allTokens())
                .anyMatch(all -> expected(all).isMetBy(seen, heard()));
    }

    /** The one that a call with this id belongs to, as each choice's does. */
    BreakAttempt attempt(String usageId, @Nullable Passage passage) {
        synchronized (attempts) {
            return attempts.computeIfAbsent(usageId, _ -> new BreakAttempt(attempts.isEmpty(), api.choices(), passage));
        }
    }

    void workerBegan() {
        workerBegan.countDown();
    }

    void workerEnded() {
        workerEnded.countDown();
    }

    void awaitStop() throws InterruptedException {
        stopping.await();
    }

    BreakRun of(String otherModel) {
        model = otherModel;
        return this;
    }

    BreakRun by(String otherKey) {
        key = otherKey;
        return this;
    }

    /** Reads the reply, and another one on the same connection if it goes on. */
    String reads() throws IOException {
        try (BreakClient client = connects()) {
            String told = client.says(request()).reads();
            return client.isKept()
                            && !client.says("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                                    .reads()
                                    .equals("200 whole 0")
                    ? told + " and no more"
                    : told;
        }
    }

    String readsOfAMortal() throws IOException, InterruptedException {
        String mortal = stage.mortals().take();
        try {
            return of(mortal).reads();
        } finally {
            stage.mortals().add(mortal);
        }
    }

    String saysNoJson() throws IOException {
        try (BreakClient client = connects()) {
            return client.says(head(7)).says("{\"a\":1,").reads();
        }
    }

    String readsOnAUsedUpWindow() throws IOException, InterruptedException {
        stage.accounts().key(id, "acct_" + id, 1, 0);
        String first = another(Break.ALL_GOOD).by(id).run();
        return first.startsWith("200") ? by(id).reads() : "the first: " + first;
    }

    String readsBesideAnother() throws IOException, InterruptedException {
        String tight = stage.tightKeys().take();
        BreakRun first = another(Break.CLIENT_LEAVES_BEFORE_THE_FIRST_TOKEN).by(tight);
        stage.worker().expect(first);
        try (BreakClient other = connects()) {
            other.says(first.request());
            first.workerBegan.await();
            return by(tight).reads();
        } finally {
            first.workerEnded.await();
            stage.tightKeys().add(tight);
        }
    }

    private BreakRun another(Break other) {
        return new BreakRun(stage, gateway, id + "-other", other, api, streamed, tokens, 0);
    }

    String leavesInItsHead() throws IOException {
        try (BreakClient client = connects()) {
            client.says(head(10).substring(0, 60));
            return "left";
        }
    }

    String leavesInItsBody() throws IOException {
        String request = request();
        try (BreakClient client = connects()) {
            client.says(request.substring(0, request.length() - 3));
            return "left";
        }
    }

    String stallsInItsBody() throws IOException {
        String request = request();
        try (BreakClient client = connects()) {
            return client.says(request.substring(0, request.length() - 3)).reads();
        }
    }

    String leavesAtOnce() throws IOException {
        try (BreakClient client = connects()) {
            client.says(request());
            return "left";
        }
    }

    String leavesOnceTheWorkerWorks() throws IOException, InterruptedException {
        try (BreakClient client = connects()) {
            client.says(request());
            workerBegan.await();
        }
        workerEnded.await();
        return "left";
    }

    String leavesAfterTokens() throws IOException, InterruptedException {
        try (BreakClient client = connects()) {
            client.says(request());
            workerBegan.await();
            if (streamed) {
                client.readsTokens(allTokens());
                heard = client.tokens();
            }
        }
        workerEnded.await();
        return streamed ? "left after " + heard : "left";
    }

    String stopsReading() throws IOException, InterruptedException {
        try (BreakClient client = connects()) {
            client.says(request());
            workerEnded.await();
            if (!streamed) {
                // only a write that fails tells a client that does not read of the end
                await().atMost(Duration.ofSeconds(20)).until(() -> !client.reaches());
            }
            String told = client.readsToTheEnd();
            heard = client.tokens();
            return told;
        }
    }

    String readsWhileTheGatewayStops() throws IOException, InterruptedException {
        try (BreakClient client = connects()) {
            client.says(request());
            workerBegan.await();
            if (streamed) {
                client.readsTokens(allTokens());
            }
            Thread stop = Thread.ofVirtual().start(gateway::close);
            stopping.countDown();
            String told = client.reads();
            stop.join();
            return told;
        }
    }

    private BreakClient connects() throws IOException {
        return new BreakClient(gateway.connect());
    }

    private String request() {
        String body = api.body(model, streamed, "x".repeat(padding));
        return head(body.length()) + body;
    }

    private String head(int length) {
        return "POST " + api.path() + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + id + "\r\nAuthorization: Bearer " + key
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
