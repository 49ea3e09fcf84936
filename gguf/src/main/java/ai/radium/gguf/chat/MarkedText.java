package ai.radium.gguf.chat;

import java.util.Optional;

/** A rendered chat, with marks around what looks like control words in what users wrote; only its template can read it. */
public record MarkedText(String text) {
    /** What stands behind another text that this one begins with; nothing if it does not. */
    public Optional<MarkedText> after(MarkedText begin) {
        return text.startsWith(begin.text)
                ? Optional.of(new MarkedText(text.substring(begin.text.length())))
                : Optional.empty();
    }
}
