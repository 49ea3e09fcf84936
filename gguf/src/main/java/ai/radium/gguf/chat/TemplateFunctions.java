package ai.radium.gguf.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.objects.date.StrftimeFormatter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** What templates may call beside Jinja's own functions; jinjava finds them by their names. */
final class TemplateFunctions {
    private TemplateFunctions() {}

    /** {@code raise_exception}. */
    @SuppressWarnings("DoNotCallSuggester") // Jinjava calls it, by its name.
    static Object raise(String reason) {
        throw new TemplateRefusal(reason);
    }

    /** {@code strftime_now}. */
    static String now(String format) {
        long millis = JinjavaInterpreter.getCurrent()
                .getConfig()
                .getDateTimeProvider()
                .getCurrentTimeMillis();
        return StrftimeFormatter.format(Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC), format, Locale.ENGLISH);
    }
}
