package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A gateway with all that it needs, where rows of the break table are run one after the other: what a row leaves behind is its own. */
final class BreakLane implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int TOKENS = 3;
    private static final String SHARED = "shared";

    private final BreakStage stage;
    private final LocalGateway gateway;

    BreakLane(BreakStage stage) {
        this.stage = stage;
        gateway = stage.gateway(SHARED, Map.of());
    }

    /** One row of the table. */
    record Row(Break kind, BreakApi api, boolean streamed) {
        private String name() {
            return kind + "-" + api + "-" + streamed;
        }

        @Override
        public String toString() {
            return "%s of %s, streamed %s".formatted(kind, api, streamed);
        }
    }

    /** What was to be seen of a row, and what was. */
    record Ended(BreakRun run, BreakOutcome expected, BreakOutcome seen) {}

    Ended run(Row row) throws IOException, InterruptedException {
        Break kind = row.kind();
        boolean hasItsOwn = !kind.leavesTheGatewayWell();
        String home = hasItsOwn ? row.name() : SHARED;
        LocalGateway itsGateway = hasItsOwn ? stage.gateway(home, settings(kind)) : gateway;
        BreakRun run = new BreakRun(stage, itsGateway, "row-" + row.name(), kind, row.api(), row.streamed(), TOKENS, 0);
        BreakOutcome expected = run.expected();

        String told = run.run();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stage.leftOver(itsGateway)).isEmpty());
        BreakOutcome seen = BreakOutcome.of(told, stage.usage(home).getOrDefault(run.id(), List.of()));
        if (hasItsOwn && !kind.stopsTheGateway()) {
            itsGateway.close();
        }
        return new Ended(run, expected, seen);
    }

    private static Map<String, String> settings(Break kind) {
        return kind == Break.SPOOL_IS_FULL ? Map.of("RADIUM_GATEWAY_SPOOL_BYTES", "1") : Map.of();
    }

    @Override
    public void close() {
        gateway.close();
        stage.close();
    }
}
