package ai.radium.kit.testing;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * A route of a service as its resource declares it.
 *
 * @param path with its parameters in braces
 * @param query names of the query's parameters
 * @param body what the body is read as; empty when the route has none
 */
public record Route(String method, String path, List<String> query, Optional<Type> body) {
    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target", "classes");

    public Route {
        query = List.copyOf(query);
    }

    /** Every route of the service whose module this is: a new one is met without being named anywhere. */
    public static List<Route> all() {
        try (Stream<java.nio.file.Path> files = Files.walk(CLASSES)) {
            return files.map(CLASSES::relativize)
                    .map(java.nio.file.Path::toString)
                    .filter(file -> file.endsWith("Resource.class"))
                    .map(file -> type(file.replace(".class", "").replace('/', '.')))
                    .flatMap(Route::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Route> of(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> verb(method).map(verb -> of(resource, method, verb)).stream());
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static Route of(Class<?> resource, Method method, String verb) {
        List<String> query = new ArrayList<>();
        Optional<Type> body = Optional.empty();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                query.addAll(fieldsOf(parameter.getType()));
            } else if (parameter.isAnnotationPresent(QueryParam.class)) {
                query.add(parameter.getAnnotation(QueryParam.class).value());
            } else if (parameter.isAnnotationPresent(RestQuery.class)) {
                query.add(parameter.getName());
            } else if (!isPath(parameter)) {
                body = Optional.of(parameter.getParameterizedType());
            }
        }
        return new Route(verb, path(resource) + path(method), query, body);
    }

    private static boolean isPath(Parameter parameter) {
        return Stream.<Class<? extends Annotation>>of(PathParam.class, RestPath.class)
                .anyMatch(parameter::isAnnotationPresent);
    }

    private static List<String> fieldsOf(Class<?> bean) {
        return Arrays.stream(bean.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(QueryParam.class))
                .map(field -> field.getAnnotation(QueryParam.class).value())
                .toList();
    }

    /** Without the patterns of its parameters, and with one slash before it. */
    private static String path(java.lang.reflect.AnnotatedElement annotated) {
        Path path = annotated.getAnnotation(Path.class);
        return path == null || path.value().equals("/")
                ? ""
                : "/" + path.value().replaceFirst("^/", "").replaceAll("\\{\\s*(\\w+)[^}]*}", "{$1}");
    }

    boolean isInternal() {
        return path.startsWith("/internal/");
    }

    boolean hasPathParameter() {
        return path.contains("{");
    }

    /** The path with this, as it stands in a target, for each of its parameters. */
    String at(String encoded) {
        return path.replaceAll("\\{\\w+}", java.util.regex.Matcher.quoteReplacement(encoded));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
