package ai.radium.finetune;

import ai.radium.kit.testing.ContractedReplies;
import ai.radium.kit.testing.HostileRoutes;
import ai.radium.kit.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class EveryRouteTest extends JobTest {
    EveryRouteTest(ScriptedTrainer trainer) {
        super(trainer);
    }

    @Test
    void saysWhatTheContractLists() {
        Map<String, String> targets = new HashMap<>();
        String dataset = customer.ready("a.jsonl", Customer.PAIR.repeat(4) + "{}\n");
        for (String path : new String[] {"", "/preview", "/content", "/versions", "/models"}) {
            targets.put("GET /datasets/{id}" + path, "/datasets/" + dataset + path);
        }
        targets.put("GET /datasets/{id}/versions/{number}", "/datasets/" + dataset + "/versions/1");
        targets.put("GET /files/{id}", "/files/" + dataset);
        targets.put("GET /files/{id}/content", "/files/" + dataset + "/content");
        targets.put("GET /uploads/{id}", "/uploads/" + upload());
        String job = trained(dataset);
        for (String path : new String[] {"", "/events", "/metrics", "/checkpoints", "/adapter"}) {
            targets.put("GET /fine-tuning/{id}" + path, "/fine-tuning/" + job + path);
        }
        for (String path : new String[] {"", "/events", "/checkpoints"}) {
            targets.put("GET /fine_tuning/jobs/{id}" + path, "/fine_tuning/jobs/" + job + path);
        }

        ContractedReplies.hold(raw(), targets);
    }

    private String upload() {
        String upload = post(
                        "/uploads",
                        "{\"filename\":\"a.jsonl\",\"purpose\":\"fine-tune\",\"bytes\":3,\"mime_type\":\"text/plain\"}")
                .statusCode(200)
                .extract()
                .path("id");
        customer.request()
                .multiPart("data", "data", "abc".getBytes(StandardCharsets.UTF_8))
                .post("/uploads/" + upload + "/parts")
                .then()
                .statusCode(200);
        return upload;
    }

    private String trained(String dataset) {
        String job = created(dataset, ",\"configuration\":{\"validationSplit\":0.25}");
        ScriptedTrainer.Run run = running(job);
        run.begins();
        run.steps(1, 4);
        run.validates(4);
        run.completes();
        reached(job, "completed");
        return job;
    }

    @Test
    void answersEveryRouteWhateverItIsAsked() {
        RawHttp gateway = new RawHttp(service, () -> edge.gateway("finetune-service"));

        new HostileRoutes(
                        raw(),
                        gateway,
                        Map.of(
                                "POST /datasets",
                                "\"name\":\"x\"\n\"format\":\"CSV\"",
                                "POST /uploads",
                                "\"filename\":\"x\"\n\"purpose\":\"fine-tune\"\n\"bytes\":1\n\"mime_type\":\"x\"",
                                "POST /uploads/{id}/complete",
                                "\"part_ids\":[\"x\"]",
                                "POST /fine-tuning",
                                "\"name\":\"x\"\n\"baseModel\":\"trainable\"\n\"datasetId\":\"x\"",
                                "POST /fine-tuning/estimate",
                                "\"baseModel\":\"trainable\"\n\"datasetId\":\"x\"",
                                "POST /fine_tuning/jobs",
                                "\"model\":\"trainable\"\n\"training_file\":\"x\""))
                .askAll();
    }
}
