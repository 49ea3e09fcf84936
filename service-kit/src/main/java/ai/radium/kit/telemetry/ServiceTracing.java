package ai.radium.kit.telemetry;

import ai.radium.kit.tracing.Tracing;
import ai.radium.kit.tracing.TracingConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Tracing as the environment of a service wants it; what cannot be read there ends the start. */
class ServiceTracing {
    private static final Logger LOG = Logger.getLogger(ServiceTracing.class);

    @Produces
    @Singleton
    Tracing tracing(Config config, MeterRegistry meters) {
        Map<String, String> environment = new HashMap<>();
        for (String name : TracingConfig.VARIABLES) {
            config.getOptionalValue(name, String.class).ifPresent(value -> environment.put(name, value));
        }
        Tracing tracing = Tracing.of(
                TracingConfig.of(environment, config.getValue("quarkus.application.name", String.class)),
                why -> LogLine.to(LOG).with(LogKeys.CAUSE, why).warn("spans are dropped"));
        FunctionCounter.builder("radium.dropped.spans", tracing, Tracing::dropped)
                .description("spans that were too many, or that no collector took")
                .register(meters);
        return tracing;
    }

    void start(@Observes StartupEvent ignored, Tracing tracing) {
        LogLine.to(LOG).with("tracing", tracing.isOn()).debug("traces");
    }

    void close(@Disposes Tracing tracing) {
        tracing.close();
    }
}
