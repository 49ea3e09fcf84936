package ai.radium.finetune.upload;

import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.artifact.UnclaimedArtifacts;
import ai.radium.kit.idempotency.StreamedBody;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ResourceInfo;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Stores the file of a request before its method begins; what the method does not claim is deleted. */
public class ReceivingFilter {
    /** After the caller is known. */
    private static final int AFTER_IDENTITY = 6_000;

    private final ArtifactStore store;
    private final UnclaimedArtifacts unclaimed;
    private final Received received;
    private final Identity identity;
    private final CurrentVertxRequest current;
    private final UploadConfig config;

    ReceivingFilter(
            ArtifactStore store,
            UnclaimedArtifacts unclaimed,
            Received received,
            Identity identity,
            CurrentVertxRequest current,
            UploadConfig config) {
        this.store = store;
        this.unclaimed = unclaimed;
        this.received = received;
        this.identity = identity;
        this.current = current;
        this.config = config;
    }

    @WithFile
    @ServerRequestFilter(priority = AFTER_IDENTITY)
    public Uni<Void> receive(ResourceInfo resource) {
        long most = mostBytes(resource);
        HttpServerRequest request = current.getCurrent().request();
        request.pause();
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not send files");
        }
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "a request runs on a Vert.x context");
        return unclaimed
                .begin(identity.account(), announced(request))
                .emitOn(task -> loop.runOnContext(nothing -> task.run()))
                .chain(key -> stored(request, loop, key, most))
                .invoke(this::taken)
                .replaceWithVoid();
    }

    private Uni<ReceivedForm> stored(HttpServerRequest request, Context loop, ArtifactKey key, long most) {
        return Uni.createFrom().emitter(outcome -> {
            IncomingForm form = new IncomingForm(request, loop, store, key, most, outcome);
            // However the request ends; what its work has claimed by then stays.
            current.getCurrent().addEndHandler(ended -> form.whenWritten(() -> unclaimed.dropSoon(key)));
            form.begin();
        });
    }

    private long mostBytes(ResourceInfo resource) {
        WithFile asked = Objects.requireNonNull(resource.getResourceMethod().getAnnotation(WithFile.class));
        return switch (asked.size()) {
            case FILE -> config.mostBytes().asLongValue();
            case PART -> config.mostPartBytes().asLongValue();
        };
    }

    private void taken(ReceivedForm form) {
        received.set(form);
        StringBuilder asked = new StringBuilder();
        form.fields()
                .forEach((name, value) -> asked.append(name.length())
                        .append(name)
                        .append(value.length())
                        .append(value));
        asked.append(form.field()).append('/').append(form.filename()).append('/');
        StreamedBody.is(
                asked.toString().getBytes(StandardCharsets.UTF_8),
                form.artifact().sha256().getBytes(StandardCharsets.US_ASCII));
    }

    /** 0 when the request does not say. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
