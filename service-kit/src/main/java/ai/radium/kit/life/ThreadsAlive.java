package ai.radium.kit.life;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** The process is not alive while one of its standing threads is dead or makes no step. */
@Liveness
@ApplicationScoped
class ThreadsAlive implements HealthCheck {
    private final StandingThreads threads;
    private final LifeConfig config;

    ThreadsAlive(StandingThreads threads, LifeConfig config) {
        this.threads = threads;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health =
                HealthCheckResponse.named("standing threads").up();
        for (StandingThread thread : threads.all()) {
            boolean alive = thread.isAlive(config.longestSilence());
            health.withData(thread.name(), alive ? "alive" : "dead or stuck");
            if (!alive) {
                health.down();
            }
        }
        return health.build();
    }
}
