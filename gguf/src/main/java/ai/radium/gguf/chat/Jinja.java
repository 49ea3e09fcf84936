package ai.radium.gguf.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.TypeConvertingMapELResolver;
import com.hubspot.jinjava.el.ext.JinjavaBeanELResolver;
import com.hubspot.jinjava.el.ext.JinjavaListELResolver;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import jinjava.javax.el.CompositeELResolver;
import org.jspecify.annotations.Nullable;

/** Jinjava as Python's Jinja is set for chat templates: blocks trimmed, and no text read as a template once more. */
final class Jinja {
    /** Characters that a chat may become. */
    private static final long LONGEST_TEXT = 64L << 20;

    private static final int LONGEST_REASON = 300;

    private final Jinjava jinjava;

    Jinja(Clock clock) {
        jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(LONGEST_TEXT)
                .withDateTimeProvider(clock::millis)
                .withElResolver(resolver())
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withAllowAdjacentTextNodes(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .withKeepNullableLoopValues(true)
                        .build())
                .build());
        function("raise_exception", "raise");
        function("strftime_now", "now");
        filter("trim", PythonText::strip);
        for (String name : List.of("tojson", "items", "dictsort", "indent", "map", "replace")) {
            filter(name, text -> {
                throw new TemplateRefusal("it uses the filter '" + name + "', which is not known here");
            });
        }
        test("iterable", value -> value instanceof CharSequence || value instanceof Iterable || value instanceof Map);
        test("sequence", value -> value instanceof CharSequence || value instanceof List);
    }

    /** @throws UnsupportedTemplate when there was any error, even one that jinjava would pass over */
    String render(String template, Map<String, ?> bindings) throws UnsupportedTemplate {
        RenderResult result = jinjava.renderForResult(template, bindings);
        Optional<TemplateError> error = result.getErrors().stream().findFirst();
        if (error.isPresent()) {
            throw new UnsupportedTemplate("the model's chat template cannot render this chat: " + reason(error.get()));
        }
        return result.getOutput();
    }

    /** The template's own words where it has some. */
    private static String reason(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateRefusal refusal) {
                return refusal.reason();
            }
        }
        String text = Objects.requireNonNullElse(error.getMessage(), "for an unknown reason");
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }

    private static CompositeELResolver resolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new JinjavaListELResolver(true));
        resolver.add(new TypeConvertingMapELResolver(false));
        // Calls end here; properties of loops are found by the last one.
        resolver.add(new PythonText());
        resolver.add(new JinjavaBeanELResolver(true));
        return resolver;
    }

    private void function(String name, String method) {
        jinjava.registerFunction(new ELFunctionDefinition("", name, TemplateFunctions.class, method, String.class));
    }

    private void filter(String name, Function<String, String> filter) {
        jinjava.registerFilter(new Filter() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public Object filter(@Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
                return filter.apply(Objects.toString(value, ""));
            }
        });
    }

    private void test(String name, Predicate<@Nullable Object> test) {
        jinjava.registerExpTest(new ExpTest() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean evaluate(@Nullable Object value, JinjavaInterpreter interpreter, Object... arguments) {
                return test.test(value);
            }
        });
    }
}
