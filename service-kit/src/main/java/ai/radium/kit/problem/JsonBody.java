package ai.radium.kit.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/** Reads a request's body: within {@link JsonLimits}, each member once, only text that can be kept; none = null. */
@Provider
@Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class JsonBody implements ServerMessageBodyReader<Object> {
    /** Would otherwise go to Quarkus' reader, which calls any constructor that takes a text and fails at records of ours. */
    private static final String TEXT = "text";

    private final ObjectMapper json;
    private final long mostBytes;

    /** @param mostBytes of a body that is collected; a service with an upload route takes larger ones there */
    JsonBody(ObjectMapper json, @ConfigProperty(name = "quarkus.rest.input-buffer-size") MemorySize mostBytes) {
        this.json = json.copyWith(JsonLimits.factory());
        this.mostBytes = mostBytes.asLongValue();
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return isTree(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isTree(type);
    }

    @Override
    public @Nullable Object readFrom(
            Class<Object> type, Type genericType, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        return read(genericType, mediaType, context.getInputStream());
    }

    @Override
    public @Nullable Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return read(genericType, mediaType, body);
    }

    private @Nullable Object read(Type type, MediaType mediaType, InputStream body) throws IOException {
        if (mediaType.getType().equals(TEXT)) {
            throw ProblemMappers.ofStatus(CommonProblem.UNSUPPORTED_MEDIA_TYPE.status(), null);
        }
        if (!(body instanceof ByteArrayInputStream)) {
            // Quarkus has collected a body by now unless it is larger than quarkus.rest.input-buffer-size.
            throw HttpRules.tooLarge(mostBytes);
        }
        byte[] bytes = body.readAllBytes();
        if (isBlank(bytes)) {
            return null;
        }
        ObjectReader reader = json.readerFor(json.constructType(type));
        try (JsonParser parser = new CleanParser(reader.createParser(bytes))) {
            return reader.readValue(parser);
        }
    }

    /** Other readers take bodies as they are. */
    private static boolean isTree(Class<?> type) {
        return type != String.class && type != byte[].class && !InputStream.class.isAssignableFrom(type);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\t' && each != '\n' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
