package ai.radium.finetune.examples;

import ai.radium.finetune.examples.FileFault.Code;
import ai.radium.finetune.examples.Findings.Mark;
import ai.radium.finetune.examples.Findings.Reason;
import ai.radium.finetune.examples.Findings.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the lines of one file. */
public final class Tally {
    /** Examples that are read over in tens of milliseconds. */
    static final int BETWEEN_MARKS = 16_384;

    private final List<Reason> reasons = new ArrayList<>();
    private final KnownLines known = new KnownLines();
    private final Map<Turn.Role, Long> turns = new EnumMap<>(Turn.Role.class);
    private final List<Mark> marks = new ArrayList<>();
    private final ExampleReader lines;
    private long good;
    private long bad;
    private long duplicates;
    private long least = Long.MAX_VALUE;
    private long most;
    private long total;

    public Tally(ExampleReader lines) {
        this.lines = lines;
    }

    /**
     * Takes up to so many lines.
     *
     * @return false when the file has no more
     */
    public boolean take(int count) throws IOException, FileFault {
        for (int i = 0; i < count; i++) {
            Line line = lines.next();
            if (line == null) {
                return false;
            }
            take(line);
        }
        return true;
    }

    private void take(Line line) {
        switch (line) {
            case Line.Good one -> count(one);
            case Line.Bad one -> {
                bad++;
                if (reasons.size() < Findings.MOST_REASONS) {
                    reasons.add(new Reason(one.number(), one.reason()));
                }
            }
        }
    }

    private void count(Line.Good line) {
        if (good > 0 && good % BETWEEN_MARKS == 0 && lines.begin() != ExampleReader.UNKNOWN) {
            marks.add(new Mark(good, line.number() - 1, lines.begin()));
        }
        good++;
        if (known.isKnown(line.hash())) {
            duplicates++;
        }
        long characters = line.example().characters();
        least = Math.min(least, characters);
        most = Math.max(most, characters);
        total += characters;
        switch (line.example()) {
            case Example.Chat chat -> chat.turns().forEach(turn -> turns.merge(turn.role(), 1L, Long::sum));
            case Example.Pair ignored -> {
                turns.merge(Turn.Role.USER, 1L, Long::sum);
                turns.merge(Turn.Role.ASSISTANT, 1L, Long::sum);
            }
        }
    }

    public long goodLines() {
        return good;
    }

    public long badLines() {
        return bad;
    }

    /** What was found, of files without a good line too: there it says why each is bad. */
    public Findings findings() {
        return new Findings(
                good,
                bad,
                reasons,
                duplicates,
                known.isExact(),
                new Spread(good == 0 ? 0 : least, most, total),
                turns.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue)),
                marks);
    }

    /** @throws FileFault when nothing of the file teaches */
    public void requireExamples() throws FileFault {
        if (good == 0) {
            throw bad == 0
                    ? new FileFault(Code.EMPTY_FILE, "The file has no lines")
                    : new FileFault(
                            Code.NO_VALID_EXAMPLES,
                            "None of the %,d lines is an example; line %d %s"
                                    .formatted(
                                            bad,
                                            reasons.getFirst().line(),
                                            reasons.getFirst().reason()));
        }
    }
}
