package ai.radium.finetune.dataset;

import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.examples.ExampleReader;
import ai.radium.finetune.examples.FileFault;
import ai.radium.finetune.examples.Findings.Mark;
import ai.radium.finetune.examples.Line;
import ai.radium.kit.paging.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Some of a content's examples.
 *
 * @param matching examples that were met and fit the search, those before the page included
 * @param readExamples that were looked at
 * @param complete whether all were that had to be
 */
record Preview(List<PreviewItem> items, long matching, long readExamples, boolean complete) {
    /** Whoever asks waits for it. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Mark BEGINNING = new Mark(0, 0, 0);

    /** Of the texts of a page, which ends early then. */
    private static final long MOST_CHARACTERS = 4 * 1024 * 1024;

    /** Blocks. Without a search it begins at the mark before the page, with one at the beginning. */
    static Preview read(Dataset dataset, Content content, ArtifactStore store, Page page, @Nullable String search) {
        String words = search == null ? "" : search.toLowerCase(Locale.ROOT);
        Mark from = words.isEmpty()
                ? dataset.findings()
                        .flatMap(found -> found.markBefore(page.offset()))
                        .orElse(BEGINNING)
                : BEGINNING;
        try (InputStream bytes = content.open(store, from.bytes())) {
            ExampleReader lines = from.equals(BEGINNING)
                    ? dataset.format().read(bytes)
                    : dataset.format().readOn(bytes, from);
            return new Reading(lines, page, words, from.examples()).whole();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One preview while it is made. */
    private static final class Reading {
        private final ExampleReader lines;
        private final Page page;
        private final String words;
        private final List<PreviewItem> items = new ArrayList<>();
        private long matching;
        private long read;
        private long characters;

        /** @param before examples that were not read, and fit */
        Reading(ExampleReader lines, Page page, String words, long before) {
            this.lines = lines;
            this.page = page;
            this.words = words;
            matching = before;
        }

        Preview whole() throws IOException {
            long until = System.nanoTime() + LONGEST_NANOS;
            while (System.nanoTime() - until < 0) {
                Line line = next(lines);
                if (line == null) {
                    return preview(true);
                }
                if (line instanceof Line.Good good) {
                    look(good);
                }
                if (words.isEmpty() && isFull()) {
                    return preview(true); // how many there are is known
                }
            }
            return preview(false);
        }

        private void look(Line.Good line) {
            read++;
            if (words.isEmpty() || PreviewItem.holds(line.example(), words)) {
                matching++;
                if (matching > page.offset() && !isFull()) {
                    items.add(PreviewItem.of(line));
                    characters += line.example().characters();
                }
            }
        }

        private boolean isFull() {
            return items.size() == page.limit() || characters > MOST_CHARACTERS;
        }

        private Preview preview(boolean complete) {
            return new Preview(List.copyOf(items), matching, read, complete);
        }
    }

    /** What cannot be read on ends there. */
    private static @Nullable Line next(ExampleReader lines) throws IOException {
        try {
            return lines.next();
        } catch (FileFault e) {
            return null;
        }
    }
}
