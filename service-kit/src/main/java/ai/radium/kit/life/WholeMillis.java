package ai.radium.kit.life;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;

/**
 * The time that everything injects. It has no more digits than replies show, so that a time reads the same in the reply
 * that made it and in every later one.
 */
class WholeMillis {
    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
