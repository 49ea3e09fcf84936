package ai.radium.finetune.dataset;

import ai.radium.finetune.examples.FileFormat;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import org.jspecify.annotations.Nullable;

/** What a dataset is called and how its files are written. */
public record NewDataset(String name, @Nullable String description, FileFormat format) {
    public static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 2_000;

    /** @throws ProblemException INVALID_REQUEST naming the field */
    public NewDataset {
        if (name.length() > LONGEST_NAME) {
            throw refusal("name may have at most %d characters".formatted(LONGEST_NAME), "name");
        }
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw refusal("description may have at most %,d characters".formatted(LONGEST_DESCRIPTION), "description");
        }
    }

    /**
     * As a form says it: without a name it is called like its file, without a format its file's ending tells.
     *
     * @throws ProblemException INVALID_REQUEST naming the field
     */
    static NewDataset ofForm(
            @Nullable String name, @Nullable String description, @Nullable String format, String filename) {
        FileFormat ofFile = format == null ? FileFormat.ofFile(filename).orElse(null) : null;
        return new NewDataset(
                name == null ? filename : Require.text(name, "name"),
                description,
                ofFile == null ? format(format) : ofFile);
    }

    /** @throws ProblemException INVALID_REQUEST naming the field unless it is JSONL, CSV or TSV */
    static FileFormat format(@Nullable String word) {
        return FileFormat.named(Require.text(word, "format"))
                .orElseThrow(() -> refusal("format must be one of JSONL, CSV, TSV", "format"));
    }

    private static ProblemException refusal(String detail, String field) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, field);
    }
}
