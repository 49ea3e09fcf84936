package ai.radium.finetune.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** The configuration as an operator writes it, with its defaults. */
record TestSettings(Map<String, String> properties) {
    private static final String PREFIX = "radium.trainer.kubernetes.";

    @ConfigMapping(prefix = "radium.trainer")
    interface Root {
        KubernetesConfig kubernetes();
    }

    TestSettings with(String key, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(PREFIX + key, value);
        return new TestSettings(more);
    }

    KubernetesConfig read() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .withMapping(Root.class)
                .build()
                .getConfigMapping(Root.class)
                .kubernetes();
    }
}
