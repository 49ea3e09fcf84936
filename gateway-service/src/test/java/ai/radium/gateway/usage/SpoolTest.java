package ai.radium.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.time.GatewayTime;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long PLENTY = 1L << 30;

    @TempDir
    private Path folder;

    @Test
    void keepsEveryRecordThatAKilledProcessHasAppended() throws IOException, InterruptedException {
        // more than one segment's worth
        int last = SpoolingProcess.killedAfter(SpoolingProcess.start(folder), 60_000);

        List<UsageRecord> kept = all(new Spool(folder, PLENTY, GatewayTime.system()));

        assertThat(last).isGreaterThanOrEqualTo(60_000);
        assertThat(kept).hasSizeGreaterThan(last);
        assertThat(kept.subList(0, last + 1))
                .isEqualTo(IntStream.rangeClosed(0, last)
                        .mapToObj(SpoolingProcess::record)
                        .toList());
        assertThat(segmentFiles()).isGreaterThan(1);
    }

    @Test
    void givesRecordsAgainUntilTheyAreAcknowledged() {
        Spool spool = new Spool(folder, PLENTY, GatewayTime.system());
        append(spool.writer(), 0, 10);
        Segment segment = spool.segments().getFirst();

        assertThat(segment.next(4)).hasSize(4);
        assertThat(segment.next(4).getFirst().usage()).isEqualTo(SpoolingProcess.record(0));
        segment.acknowledge();

        assertThat(segment.next(100))
                .hasSize(6)
                .first()
                .satisfies(next -> assertThat(next.usage()).isEqualTo(SpoolingProcess.record(4)));
    }

    @Test
    void givesWhatIsAppendedWhileItIsRead() {
        Spool spool = new Spool(folder, PLENTY, GatewayTime.system());
        Spool.Writer writer = spool.writer();
        Segment segment = spool.segments().getFirst();
        for (int i = 0; i < 100; i++) {
            append(writer, i, i + 1);
            assertThat(segment.next(10)).hasSize(1);
            segment.acknowledge();
        }
    }

    @Test
    void isFullAtItsLimitAndHasRoomAgainWhenASegmentIsGone() throws IOException {
        Spool spool = new Spool(folder, 2L * Segment.BYTES, GatewayTime.system());
        Spool.Writer writer = spool.writer();
        assertThat(spool.isFull()).isFalse();
        append(writer, 0, 60_000);
        assertThat(spool.isFull()).isTrue();
        assertThat(writer.promise()).isFalse();
        List<Path> before = files();

        spool.remove(spool.segments().getFirst());

        assertThat(spool.isFull()).isFalse();
        assertThat(files()).hasSize(before.size() - 1);
    }

    @Test
    void stopsAtATornRecord() throws IOException {
        Spool spool = new Spool(folder, PLENTY, GatewayTime.system());
        append(spool.writer(), 0, 3);
        spool.segments().getFirst().force();
        try (RandomAccessFile bytes = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
            int first = Integer.reverseBytes(bytes.readInt());
            int second = (8 + first + 7) & ~7;
            bytes.seek(second + 20);
            bytes.write(0x55);
        }

        assertThat(all(new Spool(folder, PLENTY, GatewayTime.system()))).containsExactly(SpoolingProcess.record(0));
    }

    @Test
    void readsTheSegmentsOfItsForerunnersBesideItsOwn() {
        append(new Spool(folder, PLENTY, GatewayTime.system()).writer(), 0, 5);
        Spool second = new Spool(folder, PLENTY, GatewayTime.system());
        append(second.writer(), 5, 9);

        assertThat(all(second))
                .isEqualTo(
                        IntStream.range(0, 9).mapToObj(SpoolingProcess::record).toList());
    }

    private static void append(Spool.Writer writer, int from, int to) {
        IntStream.range(from, to).forEach(i -> SpoolingProcess.append(writer, i));
    }

    private static List<UsageRecord> all(Spool spool) {
        return SpooledUsage.of(spool);
    }

    private long segmentFiles() throws IOException {
        return files().size();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
