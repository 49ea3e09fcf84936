package ai.radium.gguf.chat;

import java.util.ArrayList;
import java.util.List;

/** What of a template is code: tags and expressions, without comments, and with empty strings for all strings. */
final class TemplateCode {
    private final String template;
    private final List<String> parts = new ArrayList<>();
    private int at;

    private TemplateCode(String template) {
        this.template = template;
    }

    /** Each begins with the two characters that begin a tag or an expression. */
    static List<String> of(String template) {
        TemplateCode code = new TemplateCode(template);
        code.scan();
        return code.parts;
    }

    private void scan() {
        while (at < template.length()) {
            if (template.startsWith("{#", at)) {
                int end = template.indexOf("#}", at);
                at = end < 0 ? template.length() : end + 2;
            } else if (template.startsWith("{%", at)) {
                parts.add(part("%}"));
            } else if (template.startsWith("{{", at)) {
                parts.add(part("}}"));
            } else {
                at++;
            }
        }
    }

    private String part(String end) {
        StringBuilder part = new StringBuilder(template.substring(at, at + 2));
        at += 2;
        while (at < template.length() && !template.startsWith(end, at)) {
            char letter = template.charAt(at);
            if (letter == '\'' || letter == '"') {
                skipText(letter);
                part.append("''");
            } else {
                part.append(letter);
                at++;
            }
        }
        at += 2;
        return part.toString();
    }

    private void skipText(char quote) {
        at++;
        while (at < template.length() && template.charAt(at) != quote) {
            at += template.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }
}
