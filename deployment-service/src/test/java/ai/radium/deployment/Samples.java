package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.model.ModelChanged.Price;
import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.Replica;
import ai.radium.kit.ids.Ids;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models and deployments to test with. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    static final Accelerators ACCELERATORS = new Accelerators(
            Stream.of("H100 80GB:80:4.50:NVIDIA-H100-80GB-HBM3", "T4 16GB:16:0.50:Tesla-T4", "CPU:0:0.00:-")
                    .map(Accelerator::parse)
                    .toList());

    static final ModelChanged DEEPSEEK = model("deepseek-r1-0528", new Gpu("H100 80GB", 80, 1));
    static final ModelChanged SMOLLM = model("smollm2-135m-instruct", new Gpu("CPU", 0, 0));

    private Samples() {}

    static ModelChanged model(String id, Gpu gpu) {
        return new ModelChanged(
                id,
                List.of(id + "-alias"),
                "Model " + id,
                "Test",
                "chat",
                8_192,
                true,
                null,
                new Weights("file:///models/" + id + ".gguf", "00", "gguf", "Apache-2.0"),
                gpu,
                List.of(new Price("1", Instant.EPOCH, "0.010", "0.020", "USD", null)),
                "Describes " + id,
                List.of("chat", "streaming"),
                null,
                1);
    }

    static UsageRecord usage(String deployment, Instant time) {
        return new UsageRecord(
                Ids.ulid(),
                time,
                null,
                deployment,
                "small",
                "small",
                "r1-0",
                1,
                "req_1",
                "chat",
                true,
                200,
                UsageRecord.Outcome.COMPLETED,
                null,
                10,
                0,
                20,
                0,
                41_000,
                512_000,
                100,
                470_000,
                null);
    }

    /** A pending deployment that wants two replicas. */
    static Deployment deployment() {
        DeploymentSpec spec = configured(2, 3).toSpec(SMOLLM, ACCELERATORS);
        return Deployment.create(new Origin("dep_1", "acct_1", false, NOON), "support", SMOLLM, spec);
    }

    static Configuration configured(Integer min, Integer max) {
        return new Configuration(null, null, null, min, max, null, null, null, null, null, null, null, null, null);
    }

    static Configuration on(String accelerator, @Nullable Integer count, @Nullable Integer min, @Nullable Integer max) {
        return new Configuration(
                accelerator, count, null, min, max, null, null, null, null, null, null, null, null, null);
    }

    static List<Replica> ready(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Replica("r1-" + index, "127.0.0.1:" + (9_500 + 2 * index), 1, true))
                .toList();
    }
}
