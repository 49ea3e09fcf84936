package ai.radium.analytics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** Time as it is; tests bring their own. */
class Clocks {
    @Produces
    @ApplicationScoped
    InstantSource system() {
        return InstantSource.system();
    }
}
