package ai.radium.finetune.local;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What an operator decides about trainer processes. */
public interface LocalConfig {
    /** Directory of the runs: their lines, checkpoints and logs. One run at a time of all services that use it. */
    @WithDefault(".radium/trainers")
    Path home();

    /** Command line of a trainer; its job's file is added. */
    @WithDefault(
            "java,-Xmx256m,-XX:+UseSerialGC,--enable-native-access=ALL-UNNAMED,--sun-misc-unsafe-memory-access=allow,"
                    + "-cp,trainer/target/trainer.jar:trainer/target/lib/*,ai.radium.trainer.Main")
    List<String> command();

    /** Bytes that a trainer may have; a run that takes more is refused. Default: half of the machine's memory. */
    Optional<MemorySize> memory();

    /** Cores that a trainer runs on, 1 to 64. Default: all of the machine. */
    OptionalInt cores();

    /** 0 = as everybody, 19 = when nobody else wants the processor. */
    @WithDefault("10")
    int niceness();
}
