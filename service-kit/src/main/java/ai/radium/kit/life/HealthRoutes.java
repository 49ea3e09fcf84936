package ai.radium.kit.life;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Health where every process of the platform has it: {@code /health/live} and {@code /health/ready}. */
@ApplicationScoped
class HealthRoutes {
    /** Before all resources. */
    private static final int EARLY = -2_000;

    void add(@Observes Router router) {
        for (String path : List.of("/health", "/health/live", "/health/ready")) {
            router.get(path).order(EARLY).handler(context -> context.reroute("/q" + path));
        }
    }
}
