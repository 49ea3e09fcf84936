package ai.radium.kit.idempotency;

import ai.radium.kit.database.AfterCommit;
import ai.radium.kit.idempotency.StoredReplies.StoredReply;
import ai.radium.kit.identity.Identity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Gives a reply again where the request was answered before, and stores it where it was not. */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class OncePerKey {
    private final Mutiny.SessionFactory sessions;
    private final StoredReplies replies;
    private final Identity identity;
    private final CurrentVertxRequest current;
    private final ObjectMapper json;

    OncePerKey(
            Mutiny.SessionFactory sessions,
            StoredReplies replies,
            Identity identity,
            CurrentVertxRequest current,
            ObjectMapper json) {
        this.sessions = sessions;
        this.replies = replies;
        this.identity = identity;
        this.current = current;
        this.json = json;
    }

    @AroundInvoke
    Object answer(InvocationContext call) throws Exception {
        HttpServerRequest request = current.getCurrent().request();
        Optional<IdempotencyKey> key =
                IdempotencyKey.of(identity.account(), request.headers().getAll(IdempotencyKey.HEADER));
        return key.isEmpty() ? call.proceed() : once(key.get(), asked(request, call), call);
    }

    private Uni<Response> once(IdempotencyKey key, byte[] asked, InvocationContext call) {
        return AfterCommit.whole(
                sessions,
                session -> replies.lock(session, key).chain(mine -> {
                    if (!mine) {
                        throw IdempotencyProblem.inUse();
                    }
                    return replies.find(session, key)
                            .chain(stored -> stored.isPresent()
                                    ? Uni.createFrom().item(() -> again(key, asked, stored.get()))
                                    : first(session, key, asked, call));
                }));
    }

    private static Response again(IdempotencyKey key, byte[] asked, StoredReply stored) {
        if (!stored.isOf(asked)) {
            throw IdempotencyProblem.reused();
        }
        return reply(stored.status(), stored.opened(key));
    }

    private Uni<Response> first(Session session, IdempotencyKey key, byte[] asked, InvocationContext call) {
        ResponseStatus declared = call.getMethod().getAnnotation(ResponseStatus.class);
        int status = declared == null ? Response.Status.OK.getStatusCode() : declared.value();
        return proceed(call).chain(entity -> {
            byte[] reply = written(entity);
            return replies.store(session, key, asked, status, reply).replaceWith(() -> reply(status, reply));
        });
    }

    @SuppressWarnings("unchecked") // as the annotation asks
    private static Uni<Object> proceed(InvocationContext call) {
        return Uni.createFrom().deferred(Unchecked.supplier(() -> (Uni<Object>) call.proceed()));
    }

    private static Response reply(int status, byte[] json) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new String(json, StandardCharsets.UTF_8)) // written as it is
                .build();
    }

    /** What is asked for: method, path and body as they were read, so that blanks in the JSON make no difference. */
    private byte[] asked(HttpServerRequest request, InvocationContext call) {
        return IdempotencyKey.sha256(
                (request.method() + " " + request.path() + "\n").getBytes(StandardCharsets.UTF_8),
                written(Arrays.asList(call.getParameters())),
                StreamedBody.hash());
    }

    private byte[] written(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // all of it is ours
        }
    }
}
