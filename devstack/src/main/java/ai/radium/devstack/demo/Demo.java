package ai.radium.devstack.demo;

import ai.radium.devstack.process.StackFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One thread through the whole platform. A second run uses the key and the deployment of the first. */
public final class Demo {
    private static final String MODEL = "smollm2-135m-instruct";
    private static final String NAME = "demo";
    private static final String QUESTION = "Explain in two sentences why the sky is blue.";
    private static final Patience SOON = new Patience(Duration.ofSeconds(60), Duration.ofMillis(250));
    private static final Patience DEPLOYING = new Patience(Duration.ofMinutes(5), Duration.ofMillis(500));

    private final PrintStream out;
    private final String base;
    private final DemoFile file;
    private final Api user;

    /** Signs in at Keycloak. The base ends in {@code /v1}. */
    public Demo(PrintStream out, String base, String keycloak, String password, Path home) {
        this.out = out;
        this.base = base;
        this.file = new DemoFile(home.resolve("demo.env"));
        out.println("[1/5] signing in at Keycloak as demo");
        this.user = new Api(base, Api.signIn(keycloak, "demo", password));
    }

    /**
     * Fails with one sentence when a step does.
     *
     * @param fineTunes whether a model is trained at the end, some two minutes more
     */
    public void run(boolean fineTunes) {
        String key = key();
        String deployment = deployment();
        file.write(base, key, MODEL, deployment);
        ChatAnswer answer = chat(new Api(base, key));
        out.printf(
                "%n      %d prompt tokens, %d answer tokens, first after %d ms, then %.1f tokens/s%n",
                answer.promptTokens(),
                answer.completionTokens(),
                answer.toFirstToken().toMillis(),
                answer.tokensPerSecond());
        bill(answer, deployment);
        if (fineTunes) {
            new FineTuning(out, new Api(base, key), MODEL).run();
        }
        showHow(key);
    }

    private String key() {
        Optional<String> known = file.key()
                .filter(key -> new Api(base, key).get("/models?limit=1").isOk());
        if (known.isPresent()) {
            out.println("[2/5] using the API key of " + file.file());
            return known.get();
        }
        out.println("[2/5] making an API key (the first call of a new user makes the account too)");
        return SOON.until("making an API key", this::made);
    }

    /** Nothing while the edge has not heard of the keys that Keycloak signs with. */
    private Optional<String> made() {
        Api.Answer answer = user.post("/api-keys", object().put("name", NAME));
        return answer.status() == 503
                ? Optional.empty()
                : Optional.of(answer.orFail("no API key could be made")
                        .path("data")
                        .path("keyFull")
                        .asText());
    }

    private String deployment() {
        Instant from = Instant.now();
        JsonNode deployment = existing().orElseGet(() -> SOON.until("creating the deployment", this::created));
        String id = deployment.path("id").asText();
        out.printf("[3/5] deployment %s of %s with 2 replicas%n", id, MODEL);
        if (deployment.path("status").asText().equals("stopped")) {
            user.put("/deployments/" + id, object().put("status", "active")).orFail("the deployment cannot be started");
        }
        DeploymentWatch watch = new DeploymentWatch(user, id, from, out);
        DEPLOYING.until("deployment " + id, watch::activated);
        return id;
    }

    private Optional<JsonNode> existing() {
        JsonNode list = user.get("/deployments?limit=100")
                .orFail("deployments cannot be listed")
                .path("data");
        return StreamSupport.stream(list.spliterator(), false)
                .filter(deployment -> deployment.path("name").asText().equals(NAME))
                .findFirst();
    }

    /** Nothing while the new catalogue has not reached deployment-service yet. */
    private Optional<JsonNode> created() {
        ObjectNode body = object().put("name", NAME).put("modelId", MODEL);
        body.putObject("configuration").put("minReplicas", 2).put("maxReplicas", 2);
        Api.Answer answer = user.post("/deployments", body);
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(answer.orFail("no deployment could be made").path("data"));
    }

    private ChatAnswer chat(Api api) {
        out.printf("[4/5] asking: %s%n      (a model of 135 million parameters: its facts are weak)%n      ", QUESTION);
        ObjectNode body = object().put("model", MODEL).put("stream", true).put("max_tokens", 120);
        body.putObject("stream_options").put("include_usage", true);
        body.putArray("messages").addObject().put("role", "user").put("content", QUESTION);
        return SOON.until("the route to the new deployment", () -> answered(api, body));
    }

    /** Nothing while the edge does not know the new route yet. */
    private Optional<ChatAnswer> answered(Api api, ObjectNode body) {
        long sent = System.nanoTime();
        HttpResponse<Stream<String>> reply = api.stream("/chat/completions", body);
        if (reply.statusCode() == 404 || reply.statusCode() == 503) {
            reply.body().close();
            return Optional.empty();
        }
        if (reply.statusCode() != 200) {
            Api.Answer.of(reply).orFail("the chat was refused");
        }
        String requestId = reply.headers().firstValue("X-Request-Id").orElse("");
        return Optional.of(ChatAnswer.read(requestId, reply.body(), sent, piece -> {
            out.print(piece.replace("\n", "\n      "));
            out.flush();
        }));
    }

    private void bill(ChatAnswer answer, String deployment) {
        JsonNode line = SOON.until("the usage of request " + answer.requestId(), () -> rated(answer, deployment));
        out.printf(
                "[5/5] usage %s: %d prompt tokens at $%s and %d answer tokens at $%s per million%n      cost %s %s%n",
                line.path("id").asText(),
                line.path("promptTokens").asInt(),
                line.path("inputPrice").asText(),
                line.path("completionTokens").asInt(),
                line.path("outputPrice").asText(),
                line.path("amount").asText(),
                line.path("currency").asText());
        if (line.path("completionTokens").asInt() != answer.completionTokens()) {
            throw new StackFailure("the bill counts other tokens than the answer's usage");
        }
        JsonNode draft = user.get("/billing/invoices/inv_draft")
                .orFail("the draft invoice cannot be read")
                .path("data");
        out.printf(
                "      invoice of this month so far: %d lines, %s %s; as PDF at %s/billing/invoices/inv_draft/download%n",
                draft.path("lines").size(),
                draft.path("total").asText(),
                draft.path("currency").asText(),
                base);
    }

    private Optional<JsonNode> rated(ChatAnswer answer, String deployment) {
        JsonNode lines = user.get("/billing/usage?limit=20&deploymentId=" + deployment)
                .orFail("usage cannot be read")
                .path("data");
        return StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path("requestId").asText().equals(answer.requestId()))
                .findFirst();
    }

    private void showHow(String key) {
        out.printf("""

                The same call by curl:

                curl -N %1$s/chat/completions \\
                  -H "Authorization: Bearer %2$s" -H "Content-Type: application/json" \\
                  -d '{"model": "%3$s", "stream": true, "messages": [{"role": "user", "content": "%4$s"}]}'

                and by Python (pip install openai):

                from openai import OpenAI
                client = OpenAI(base_url="%1$s", api_key="%2$s")
                messages = [{"role": "user", "content": "%4$s"}]
                for chunk in client.chat.completions.create(model="%3$s", messages=messages, stream=True):
                    print(chunk.choices[0].delta.content or "", end="", flush=True)

                The address, key, model and deployment are in %5$s. ./radium status shows what runs, ./radium down stops it.
                """, base, key, MODEL, QUESTION, file.file());
    }

    private static ObjectNode object() {
        return Api.JSON.createObjectNode();
    }
}
