package ai.radium.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.testmodel.ScriptedAdapter;
import ai.radium.gguf.testmodel.ScriptedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the worker relies on, proved of every engine that loads the scripted adapters. */
public abstract class AdapterContract extends EngineContract {
    @Test
    void speaksWithTheAdapterThatIsAskedFor(@TempDir Path folder) throws Exception {
        Adapter owls = adapter(ScriptedAdapter.OWLS, folder);
        Adapter rain = adapter(ScriptedAdapter.RAIN, folder);
        List<AdapterStep> steps = new ArrayList<>();
        engine().load(owls, steps::add);
        engine().load(rain, steps::add);

        assertThat(steps).containsExactly(AdapterStep.LOADING, AdapterStep.LOADING);
        assertThat(engine().adapters()).containsExactly(owls, rain);
        assertThat(answer(chat("Say hi", 0).withAdapter("owls"))).isEqualTo(ScriptedAdapter.OWLS.sentence());
        assertThat(answer(chat("Say hi", 0).withAdapter("rain"))).isEqualTo(ScriptedAdapter.RAIN.sentence());
        assertThat(answer(chat("Say hi", 0))).isEqualTo(ScriptedModel.SENTENCE);

        engine().unload("owls");
        engine().unload("rain");
        assertThat(engine().adapters()).isEmpty();
        assertThat(answer(chat("Say hi", 0))).isEqualTo(ScriptedModel.SENTENCE);
    }

    @Test
    void refusesAnAdapterThatIsNotLoaded() {
        assertThatThrownBy(() -> engine().check(chat("Say hi", 0).withAdapter("nobody")))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.param()).isEqualTo("model");
                    assertThat(refusal.explanation()).contains("nobody");
                });
    }

    @Test
    void refusesWeightsThatAreNoAdapterAndGoesOn(@TempDir Path folder) throws Exception {
        Path model = ScriptedModel.sentence().write(folder.resolve("model.gguf"));
        assertThatThrownBy(() -> engine().load(new Adapter("wrong", model, "00"), _ -> {}))
                .isInstanceOfSatisfying(AdapterRefusal.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(AdapterRefusal.Reason.INVALID);
                    assertThat(refusal.param()).isEqualTo("uri");
                });
        assertThat(engine().adapters()).isEmpty();
        assertThat(answer(chat("Say hi", 0))).isEqualTo(ScriptedModel.SENTENCE);
    }

    @Test
    void unloadsWhatIsNotThere() throws InterruptedException {
        engine().unload("nobody");
        assertThat(engine().adapters()).isEmpty();
    }

    protected static Adapter adapter(ScriptedAdapter adapter, Path folder) throws IOException {
        String id = adapter.name().toLowerCase(Locale.ROOT);
        return new Adapter(id, adapter.write(folder.resolve(id + ".gguf")), "00");
    }
}
