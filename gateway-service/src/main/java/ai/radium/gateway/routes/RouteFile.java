package ai.radium.gateway.routes;

import ai.radium.gateway.liveness.SteadyThread;
import ai.radium.gateway.time.GatewayTime;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the routes on disk: read at the start, replaced whole at most every two seconds. */
public final class RouteFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFile.class);
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private final Routes routes;
    private final SteadyThread saver;
    private long saved;

    /** @param home folder of this gateway's snapshots */
    public RouteFile(Path home, Routes routes, GatewayTime time) {
        file = home.resolve("routes.json");
        this.routes = routes;
        load();
        saver = SteadyThread.start("route-file", time, () -> {
            save();
            return BETWEEN_SAVES;
        });
    }

    private void load() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            routes.restore(JSON.readValue(file.toFile(), RouteSnapshot.class));
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("the snapshot of routes cannot be read");
        }
    }

    private void save() {
        long changes = routes.changes();
        if (changes == saved) {
            return;
        }
        try {
            Path next = file.resolveSibling("routes.json.next");
            JSON.writeValue(next.toFile(), routes.snapshot());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            saved = changes;
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("the snapshot of routes cannot be written");
        }
    }

    @Override
    public void close() {
        saver.close();
        save();
    }
}
