package ai.radium.finetune.upload;

import org.jspecify.annotations.Nullable;

/** Names of customers' files: shown to them, never used as a path. */
public final class FileNames {
    private static final int LONGEST = 255;
    private static final String UNNAMED = "file";

    private FileNames() {}

    /** Its last part without what cannot be shown, cut at {@value #LONGEST} characters. */
    public static String plain(@Nullable String said) {
        if (said == null) {
            return UNNAMED;
        }
        String last = said.substring(Math.max(said.lastIndexOf('/'), said.lastIndexOf('\\')) + 1);
        String shown = last.replaceAll("[\\p{Cntrl}\\p{Cs}]", "").strip();
        String end = shown.length() > LONGEST ? shown.substring(shown.length() - LONGEST) : shown;
        return end.isEmpty() ? UNNAMED : end;
    }
}
