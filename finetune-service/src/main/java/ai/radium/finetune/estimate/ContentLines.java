package ai.radium.finetune.estimate;

import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.dataset.Content;
import ai.radium.finetune.examples.Example;
import ai.radium.finetune.examples.ExampleReader;
import ai.radium.finetune.examples.FileFault;
import ai.radium.finetune.examples.FileFormat;
import ai.radium.finetune.examples.Line;
import java.io.IOException;
import java.io.InputStream;

/**
 * The good lines of a dataset's version.
 *
 * @param sha256 of the content
 * @param examples good lines in it
 */
public record ContentLines(Content content, FileFormat format, String sha256, long examples) {
    /** Takes a line; {@code number} counts from 1 as an editor does. */
    @FunctionalInterface
    public interface Taker {
        void take(long number, Example example) throws IOException;
    }

    /**
     * Gives the lines that are learnt from, or those that are held out, in their order. Blocks.
     *
     * @throws IOException of the store or the taker
     */
    public void read(ArtifactStore store, Split split, boolean heldOut, Taker taker) throws IOException {
        read(store, split, (number, example, isHeldOut) -> {
            if (isHeldOut == heldOut) {
                taker.take(number, example);
            }
        });
    }

    /** Takes a line and whether it is held out. */
    interface EveryTaker {
        void take(long number, Example example, boolean isHeldOut) throws IOException;
    }

    void read(ArtifactStore store, Split split, EveryTaker taker) throws IOException {
        Split.Selection selection = split.selection();
        try (InputStream in = content.open(store, 0)) {
            ExampleReader lines = format.read(in);
            for (Line line = lines.next(); line != null; line = lines.next()) {
                if (line instanceof Line.Good good) {
                    taker.take(good.number(), good.example(), selection.isNextHeldOut());
                }
            }
        } catch (FileFault e) {
            throw new IOException("a content that was ready cannot be read: " + e.getMessage(), e);
        }
    }
}
