package ai.radium.deployment;

import static ai.radium.deployment.Samples.ACCELERATORS;
import static ai.radium.deployment.Samples.DEEPSEEK;
import static ai.radium.deployment.Samples.configured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.kit.problem.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void takesTheModelsAcceleratorAndOneToThreeReplicas() {
        DeploymentSpec spec = Configuration.DEFAULT.toSpec(DEEPSEEK, ACCELERATORS);

        assertThat(spec.acceleratorType()).isEqualTo("H100 80GB");
        assertThat(spec.acceleratorCount()).isEqualTo(1);
        assertThat(spec.autoScaling()).isTrue();
        assertThat(spec.replicas()).isEqualTo(new ReplicaRange(1, 3));
    }

    @Test
    void takesAsManyOfAnotherAcceleratorAsTheModelNeeds() {
        DeploymentSpec spec = accelerator("T4", null).toSpec(DEEPSEEK, ACCELERATORS);

        assertThat(spec.acceleratorCount()).isEqualTo(5);
    }

    @Test
    void refusesAnAcceleratorThatIsTooSmallWithTheNumbers() {
        ProblemException refusal = refusalOf(accelerator("T4 16GB", 1));

        assertThat(refusal.problem()).isEqualTo(DeploymentProblem.ACCELERATOR_TOO_SMALL);
        assertThat(refusal.detail()).contains("80 GiB", "1 × T4 16GB", "16 GiB");
        assertThat(refusal.details()).isEqualTo(Map.of("neededGib", 80, "offeredGib", 16));
    }

    @Test
    void refusesAnUnknownAcceleratorWithTheNamesThereAre() {
        ProblemException refusal = refusalOf(accelerator("TPU", null));

        assertThat(refusal.param()).isEqualTo("configuration.acceleratorType");
        assertThat(refusal.detail()).contains("H100 80GB, T4 16GB, CPU");
    }

    @Test
    void refusesAReversedReplicaRange() {
        ProblemException refusal = refusalOf(configured(3, 2));

        assertThat(refusal.param()).isEqualTo("configuration.maxReplicas");
        assertThat(refusal.detail()).contains("(2)", "(3)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"adapterIds": ["a"]}              | adapterIds
            {"speculativeDecoding": true}      | speculativeDecoding
            {"quantization": "int8"}           | quantization
            {"scaleToZeroAfterSeconds": 300}   | scaleToZeroAfterSeconds
            {"targetConcurrency": 4}           | targetConcurrency
            {"region": "eu-central-1"}         | region
            """)
    void refusesByNameWhatWouldHaveNoEffect(String asked, String field) throws JsonProcessingException {
        ProblemException refusal = refusalOf(JSON.readValue(asked, Configuration.class));

        assertThat(refusal.problem()).isEqualTo(DeploymentProblem.NOT_AVAILABLE_YET);
        assertThat(refusal.param()).isEqualTo("configuration." + field);
        assertThat(refusal.detail()).startsWith("configuration." + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"speculativeDecoding\": false}",
                "{\"adapterIds\": []}",
                "{\"region\": null}",
                "{\"billing\": \"tokens\"}"
            })
    void takesWhatAsksForNothingMoreThanThereIs(String asked) throws JsonProcessingException {
        assertThat(JSON.readValue(asked, Configuration.class).toSpec(DEEPSEEK, ACCELERATORS))
                .isEqualTo(Configuration.DEFAULT.toSpec(DEEPSEEK, ACCELERATORS));
    }

    @Test
    void isTheSameAfterBeingStored() {
        DeploymentSpec spec = configured(2, 5).toSpec(DEEPSEEK, ACCELERATORS);

        assertThat(Configuration.of(spec).toSpec(DEEPSEEK, ACCELERATORS)).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                               | TOKENS          | TOKENS
            {}                               | REPLICA_SECONDS | REPLICA_SECONDS
            {"billing": null}                | REPLICA_SECONDS | REPLICA_SECONDS
            {"billing": "tokens"}            | REPLICA_SECONDS | TOKENS
            {"billing": "replica-seconds"}   | TOKENS          | REPLICA_SECONDS
            """)
    void isPaidByWhatItSaysAndElseByWhatTheOperatorChose(String asked, BilledBy byDefault, BilledBy expected)
            throws JsonProcessingException {
        DeploymentSpec spec = JSON.readValue(asked, Configuration.class).toSpec(DEEPSEEK, ACCELERATORS, byDefault);

        assertThat(spec.billedBy()).isEqualTo(expected);
        assertThat(Configuration.of(spec).toSpec(DEEPSEEK, ACCELERATORS, byDefault))
                .isEqualTo(spec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "both", "replica_seconds", "REPLICA-SECONDS", "tokens,replica-seconds"})
    void refusesAnyOtherWayToPay(String asked) {
        ProblemException refusal = refusalOf(
                new Configuration(null, null, null, null, null, null, null, null, null, null, null, null, asked, null));

        assertThat(refusal.problem()).isEqualTo(DeploymentProblem.INVALID_CONFIGURATION);
        assertThat(refusal.param()).isEqualTo("configuration.billing");
        assertThat(refusal.detail()).contains("tokens or replica-seconds");
    }

    @Property
    void anyRangeIsEitherKeptOrRefusedByItsField(@ForAll int min, @ForAll int max) {
        try {
            ReplicaRange range =
                    configured(min, max).toSpec(DEEPSEEK, ACCELERATORS).replicas();

            assertThat(range.min()).isBetween(0, range.max());
        } catch (ProblemException refusal) {
            assertThat(refusal.param()).isIn("configuration.minReplicas", "configuration.maxReplicas");
        }
    }

    @Property
    void aModelNeverRunsOnLessMemoryThanItNeeds(@ForAll short vram, @ForAll byte count) {
        try {
            DeploymentSpec spec =
                    accelerator("T4", (int) count).toSpec(Samples.model("m", new Gpu("T4", vram, 1)), ACCELERATORS);

            assertThat(16 * spec.acceleratorCount()).isGreaterThanOrEqualTo(vram);
        } catch (ProblemException refusal) {
            assertThat(refusal.param()).startsWith("configuration.accelerator");
        }
    }

    private static Configuration accelerator(String type, @Nullable Integer count) {
        return Samples.on(type, count, null, null);
    }

    private static ProblemException refusalOf(Configuration configuration) {
        return catchThrowableOfType(ProblemException.class, () -> configuration.toSpec(DEEPSEEK, ACCELERATORS));
    }
}
