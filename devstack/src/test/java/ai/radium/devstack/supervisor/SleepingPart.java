package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Launch;
import ai.radium.devstack.process.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that only sleeps and is ready at once. */
record SleepingPart(String name, int port) implements Part {
    @Override
    public Map<String, Integer> ports() {
        return Map.of(name, port);
    }

    @Override
    public Launch launch() {
        return Launch.of(Path.of("/tmp"), List.of("sleep", "600"));
    }

    @Override
    public boolean isReady() {
        return true;
    }
}
