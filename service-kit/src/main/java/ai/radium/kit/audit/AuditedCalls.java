package ai.radium.kit.audit;

import ai.radium.contracts.audit.ActionTaken;
import ai.radium.kit.database.AfterCommit;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.ClientAddress;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.telemetry.LogKeys;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Parameter;
import java.time.InstantSource;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Tells of each call in the transaction of its change; inside of the idempotency that gives a stored reply again. */
@Audited
@Interceptor
@Priority(Interceptor.Priority.APPLICATION + 1)
class AuditedCalls {
    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final Identity identity;
    private final ClientAddress address;
    private final InstantSource clock;
    private final ObjectMapper json;

    AuditedCalls(
            Mutiny.SessionFactory sessions,
            Outbox outbox,
            Identity identity,
            ClientAddress address,
            InstantSource clock,
            ObjectMapper json) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.identity = identity;
        this.address = address;
        this.clock = clock;
        this.json = json.copy()
                .setDefaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS));
    }

    /** What is known of a call before its work. */
    private record Asked(
            Audited of,
            Caller caller,
            @Nullable String address,
            @Nullable String requestId,
            @Nullable String resource,
            JsonNode body) {}

    /** The method's own checks come first: what they refuse costs no connection to the database. */
    @AroundInvoke
    @SuppressWarnings("unchecked") // as the annotation asks
    Object told(InvocationContext call) throws Exception {
        Asked asked = asked(call);
        Uni<Object> work = (Uni<Object>) call.proceed();
        return AfterCommit.whole(sessions, session -> work.call(reply -> tell(session, asked, reply)));
    }

    private Asked asked(InvocationContext call) {
        Parameter[] parameters = call.getMethod().getParameters();
        String resource = null;
        JsonNode body = MissingNode.getInstance();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].isAnnotationPresent(RestPath.class)) {
                resource = String.valueOf(call.getParameters()[i]);
            } else if (parameters[i].getAnnotations().length == 0 && call.getParameters()[i] != null) {
                body = json.valueToTree(call.getParameters()[i]);
            }
        }
        return new Asked(
                call.getMethod().getAnnotation(Audited.class),
                identity.caller(),
                address.get().orElse(null),
                (String) MDC.get(LogKeys.REQUEST_ID),
                resource,
                body);
    }

    private Uni<Void> tell(Session session, Asked asked, Object reply) {
        return AuditTrail.isChanged()
                ? outbox.append(session, taken(asked, made(asked, reply)))
                : Uni.createFrom().voidItem();
    }

    private ActionTaken taken(Asked asked, @Nullable String made) {
        String resource = Objects.requireNonNull(asked.resource() == null ? made : asked.resource(), "a resource");
        return new ActionTaken(
                asked.of().onAccount() ? resource : asked.caller().account(),
                clock.instant(),
                asked.caller().actor(),
                asked.address(),
                asked.requestId(),
                asked.of().value(),
                resource,
                Change.of(withWhatWasMade(asked, made)));
    }

    /** A call on one thing may make another of its kind: a rotation, a clone. */
    private JsonNode withWhatWasMade(Asked asked, @Nullable String made) {
        if (asked.resource() == null || made == null || made.equals(asked.resource())) {
            return asked.body();
        }
        ObjectNode both = asked.body() instanceof ObjectNode named ? named : json.createObjectNode();
        return both.put("made", made);
    }

    private @Nullable String made(Asked asked, Object reply) {
        Object shown = reply instanceof Reply<?> enveloped ? enveloped.data() : reply;
        return shown == null
                ? null
                : json.valueToTree(shown).path(asked.of().id()).textValue();
    }
}
