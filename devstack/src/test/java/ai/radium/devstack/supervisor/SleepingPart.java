package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Part;
import ai.radium.process.ProcessLaunch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A process that only sleeps, unless it is given another command. */
record SleepingPart(String name, int port, List<String> command, BooleanSupplier ready, BooleanSupplier answering)
        implements Part {
    SleepingPart(String name, int port) {
        this(name, port, List.of("sleep", "600"), () -> true, () -> true);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of(name, port);
    }

    @Override
    public ProcessLaunch launch() {
        return ProcessLaunch.of(command).in(Path.of("/tmp"));
    }

    @Override
    public boolean isReady() {
        return ready.getAsBoolean();
    }

    @Override
    public boolean answers() {
        return answering.getAsBoolean();
    }

    @Override
    public int patience() {
        return 1;
    }
}
