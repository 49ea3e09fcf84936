package ai.radium.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each process hangs (SIGSTOP, and nobody wakes it) or runs out of memory, under calls: all is whole again by itself. */
@Tag("long")
@ExtendWith(RunningPlatform.class)
class StrickenPartsTest {
    private static final String WORKER = "inference-worker";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine",
                WORKER,
                "gateway-service",
                "account-service",
                "model-service",
                "deployment-service",
                "billing-service",
                "analytics-service",
                "finetune-service"
            })
    void aPartThatHangsIsReplaced(String part, Platform platform) throws Exception {
        ProcessView victim = new ProcessView(pid(platform, part));

        new Stricken(platform, part, "stopped by SIGSTOP").by(() -> victim.signal("STOP"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WORKER,
                "gateway-service",
                "account-service",
                "model-service",
                "deployment-service",
                "billing-service",
                "analytics-service",
                "finetune-service"
            })
    void aPartWithoutMemoryIsReplaced(String part, Platform platform, @TempDir Path folder) throws Exception {
        long pid = pid(platform, part);

        new Stricken(platform, part, "out of memory").by(() -> MemoryEater.loadInto(pid, folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "kafka", "redis", "keycloak"})
    void aStoreThatHangsForAWhileIsWaitedFor(String part, Platform platform) throws Exception {
        ProcessView store = new ProcessView(pid(platform, part));
        List<Long> all = Stream.concat(
                        Stream.of(store.pid()),
                        ProcessHandle.of(store.pid())
                                .orElseThrow()
                                .descendants()
                                .map(ProcessHandle::pid))
                .toList();

        new Stricken(platform, part, "stopped by SIGSTOP for 10 s").by(() -> {
            all.forEach(pid -> new ProcessView(pid).signal("STOP"));
            CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS)
                    .execute(() -> all.forEach(pid -> new ProcessView(pid).signal("CONT")));
        });
    }

    private static long pid(Platform platform, String part) {
        String worker = WORKER + "-" + platform.deploymentId() + "-0";
        return switch (part) {
            case WORKER -> platform.part(worker).pid();
            case "engine" ->
                ProcessHandle.of(platform.part(worker).pid())
                        .flatMap(process -> process.children().findFirst())
                        .orElseThrow()
                        .pid();
            default -> platform.part(part).pid();
        };
    }
}
