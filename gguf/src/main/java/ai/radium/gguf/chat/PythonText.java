package ai.radium.gguf.chat;

import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELException;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** Methods of Python's texts and dictionaries, with llama.cpp's idea of white space; no Java method can be called from a template. */
final class PythonText extends ELResolver {
    /** C's isspace. */
    private static final String WHITE_SPACE = " \t\n\u000B\f\r";

    /** White space at both ends left out. */
    static String strip(String text) {
        return strip(text, true, true, WHITE_SPACE);
    }

    @Override
    public @Nullable Object invoke(
            ELContext context,
            Object base,
            Object method,
            Class<?> @Nullable [] types,
            Object @Nullable [] parameters) {
        if (base instanceof Filter || base instanceof ExpTest) {
            return null;
        }
        context.setPropertyResolved(true);
        List<Object> arguments = parameters == null ? List.of() : Arrays.asList(parameters);
        return switch (base) {
            case String text -> ofText(text, String.valueOf(method), arguments);
            case Map<?, ?> map -> ofMap(map, String.valueOf(method), arguments);
            default -> throw new ELException("no method " + method + " can be called here");
        };
    }

    private static Object ofText(String text, String method, List<Object> arguments) {
        return switch (method) {
            case "startswith" -> text.startsWith(only(method, arguments));
            case "endswith" -> text.endsWith(only(method, arguments));
            case "strip" -> strip(text, true, true, letters(method, arguments));
            case "lstrip" -> strip(text, true, false, letters(method, arguments));
            case "rstrip" -> strip(text, false, true, letters(method, arguments));
            case "split" -> split(text, only(method, arguments));
            case "replace" -> replace(text, arguments);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            default -> throw new ELException("texts have no method " + method + " here");
        };
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String method, List<Object> arguments) {
        return switch (method) {
            case "items" ->
                map.entrySet().stream()
                        .map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                        .toList();
            case "keys" -> List.copyOf(map.keySet());
            case "get" -> {
                Object found = map.get(String.valueOf(arguments.getFirst()));
                yield found == null && arguments.size() > 1 ? arguments.get(1) : found;
            }
            default -> throw new ELException("dictionaries have no method " + method + " here");
        };
    }

    private static String strip(String text, boolean left, boolean right, String letters) {
        int from = 0;
        int to = text.length();
        while (left && from < to && letters.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && from < to && letters.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            throw new ELException("split by an empty text");
        }
        List<String> parts = new ArrayList<>();
        int done = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, done)) {
            parts.add(text.substring(done, at));
            done = at + separator.length();
        }
        parts.add(text.substring(done));
        return parts;
    }

    private static String replace(String text, List<Object> arguments) {
        if (arguments.size() != 2 || String.valueOf(arguments.getFirst()).isEmpty()) {
            throw new ELException("replace takes two texts here");
        }
        return text.replace(String.valueOf(arguments.getFirst()), String.valueOf(arguments.get(1)));
    }

    private static String letters(String method, List<Object> arguments) {
        return arguments.isEmpty() ? WHITE_SPACE : only(method, arguments);
    }

    private static String only(String method, List<Object> arguments) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof String text) {
            return text;
        }
        throw new ELException(method + " takes one text here");
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        // Nothing that a template reaches is written to: another resolver refuses.
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return Object.class;
    }
}
