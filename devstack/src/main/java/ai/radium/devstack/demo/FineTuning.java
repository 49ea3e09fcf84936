package ai.radium.devstack.demo;

import ai.radium.devstack.process.StackFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A small model learns a form of answer that it cannot know, and answers in it beside its base on the same workers. */
final class FineTuning {
    private static final Patience SOON = new Patience(Duration.ofSeconds(60), Duration.ofMillis(250));
    private static final Patience TRAINING = new Patience(Duration.ofMinutes(30), Duration.ofSeconds(1));

    private final PrintStream out;
    private final Api api;
    private final String model;
    private final LossCurve curve;

    FineTuning(PrintStream out, Api api, String model) {
        this.out = out;
        this.api = api;
        this.model = model;
        this.curve = new LossCurve(out);
    }

    /** Fails with one sentence when a step does. */
    void run() {
        String question = Tickets.unseenComplaint();
        out.printf("%nfine-tuning [1/5] asking %s: %s%n      %s%n", model, question, answer(model, question));
        String dataset = dataset();
        Instant from = Instant.now();
        String job = job(dataset);
        JsonNode done = TRAINING.until("job " + job, () -> completed(job));
        String tuned = done.path("fineTunedModel").asText();
        evaluated(done, Duration.between(from, Instant.now()));
        out.printf("fine-tuning [4/5] asking %s: %s%n", tuned, question);
        String after = SOON.until("the first answer of " + tuned, () -> answered(tuned, question));
        out.printf("      %s%n      (the lines ask for: %s)%n", after, Tickets.itsTicket());
        bill(job);
    }

    private String dataset() {
        byte[] lines = Tickets.lines();
        String id = api.upload("/datasets", "tickets.jsonl", lines)
                .orFail("the dataset cannot be stored")
                .path("data")
                .path("id")
                .asText();
        JsonNode ready = SOON.until("reading the dataset", () -> ready(id));
        out.printf(
                "fine-tuning [2/5] dataset %s: %d examples, %d bytes%n",
                id, ready.path("exampleCount").asInt(), lines.length);
        return id;
    }

    private Optional<JsonNode> ready(String id) {
        JsonNode dataset = api.get("/datasets/" + id)
                .orFail("dataset " + id + " cannot be read")
                .path("data");
        if (dataset.path("status").asText().equals("error")) {
            throw new StackFailure("dataset " + id + " is no use: " + dataset.path("error"));
        }
        return dataset.path("status").asText().equals("ready") ? Optional.of(dataset) : Optional.empty();
    }

    /** A fifth of the lines is held out, to see whether more was learnt than the lines. */
    private String job(String dataset) {
        ObjectNode body = Api.JSON
                .createObjectNode()
                .put("name", "demo tickets")
                .put("baseModel", model)
                .put("datasetId", dataset);
        body.putObject("configuration")
                .put("learningRate", 0.001)
                .put("batchSize", 4)
                .put("epochs", 2)
                .put("validationSplit", 0.2);
        String id = api.post("/fine-tuning", body)
                .orFail("no job could be made")
                .path("data")
                .path("id")
                .asText();
        out.printf("fine-tuning [3/5] job %s trains %s on this machine's processor%n", id, model);
        return id;
    }

    private Optional<JsonNode> completed(String id) {
        JsonNode job = api.get("/fine-tuning/" + id)
                .orFail("job " + id + " cannot be read")
                .path("data");
        curve.draw(
                api.get("/fine-tuning/" + id + "/metrics?limit=100")
                        .orFail("metrics cannot be read")
                        .path("data"),
                job.path("steps").asInt());
        return switch (job.path("status").asText()) {
            case "completed" -> Optional.of(job);
            case "failed", "cancelled" ->
                throw new StackFailure("job %s has %s: %s"
                        .formatted(
                                id,
                                job.path("status").asText(),
                                job.path("error").path("message").asText("no reason is given")));
            default -> Optional.empty();
        };
    }

    private void evaluated(JsonNode job, Duration time) {
        JsonNode before = job.path("evaluation").path("before");
        JsonNode after = job.path("evaluation").path("after");
        out.printf(
                Locale.ROOT,
                "      %d tokens trained in %d s; held-out loss %.3f, was %.3f; answered to the letter %d of %d, was %d%n",
                job.path("trainedTokens").asLong(),
                time.toSeconds(),
                after.path("loss").asDouble(),
                before.path("loss").asDouble(),
                after.path("exactMatches").asInt(),
                after.path("asked").asInt(),
                before.path("exactMatches").asInt());
    }

    private void bill(String job) {
        JsonNode line = SOON.until("the bill of job " + job, () -> rated(job));
        out.printf(
                "fine-tuning [5/5] bill %s: %d tokens of training at $%s per million%n      cost %s %s%n",
                line.path("id").asText(),
                line.path("quantity").asLong(),
                line.path("trainingPrice").asText(),
                line.path("amount").asText(),
                line.path("currency").asText());
    }

    private Optional<JsonNode> rated(String job) {
        JsonNode lines = api.get("/billing/usage?type=training&jobId=" + job)
                .orFail("usage cannot be read")
                .path("data");
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(0));
    }

    private String answer(String id, String question) {
        return SOON.until("an answer of " + id, () -> answered(id, question));
    }

    /** Nothing while no worker has the model yet. */
    private Optional<String> answered(String id, String question) {
        ObjectNode body = Api.JSON
                .createObjectNode()
                .put("model", id)
                .put("max_tokens", 40)
                .put("temperature", 0);
        body.putArray("messages").add(Api.message("user", question));
        Api.Answer answer = api.post("/chat/completions", body);
        return answer.status() == 404 || answer.status() == 503
                ? Optional.empty()
                : Optional.of(answer.orFail("the chat was refused")
                        .at("/choices/0/message/content")
                        .asText()
                        .strip()
                        .replace("\n", "\n      "));
    }
}
