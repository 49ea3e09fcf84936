package ai.radium.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.time.GatewayTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A process of its own that appends records until it is killed, and says each id once it is in the spool. */
final class SpoolingProcess {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private SpoolingProcess() {}

    @SuppressWarnings("SystemOut") // how it tells its parent
    public static void main(String[] arguments) {
        Spool.Writer writer = new Spool(Path.of(arguments[0]), Long.MAX_VALUE, GatewayTime.system()).writer();
        for (int i = 0; ; i++) {
            append(writer, i);
            System.out.println(i);
        }
    }

    /** Faster than any gateway, so that it may have to wait for the next file. */
    static void append(Spool.Writer writer, int number) {
        for (long end = System.nanoTime() + PATIENCE_NANOS; !writer.hasRoom(); Thread.onSpinWait()) {
            assertThat(System.nanoTime() - end).isNegative();
        }
        writer.append("acct_" + number % 3, record(number), null);
    }

    static UsageRecord record(int number) {
        return new UsageRecord(
                "usage-" + number,
                Instant.ofEpochMilli(1_700_000_000_000L + number),
                number % 2 == 0 ? "key_1" : null,
                "dep_1",
                "model",
                "served",
                "replica-0",
                3,
                "request é " + number,
                "chat",
                true,
                200,
                number % 2 == 0 ? UsageRecord.Outcome.COMPLETED : UsageRecord.Outcome.CANCELLED,
                number % 5 == 2 ? "ENGINE" : null,
                number,
                1,
                2,
                3,
                4,
                5,
                6,
                Long.MAX_VALUE - number,
                billedBy(number));
    }

    private static @Nullable BilledBy billedBy(int number) {
        return switch (number % 3) {
            case 0 -> null;
            case 1 -> BilledBy.TOKENS;
            default -> BilledBy.REPLICA_SECONDS;
        };
    }

    static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolingProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Lets it write, kills it (-9), and gives the last number that it said. */
    static int killedAfter(Process process, int numbers) throws IOException, InterruptedException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        int last = -1;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            last = Integer.parseInt(line);
            if (last == numbers) {
                process.toHandle().destroyForcibly(); // that of Process closes its output unread
            }
        }
        process.waitFor();
        return last;
    }
}
