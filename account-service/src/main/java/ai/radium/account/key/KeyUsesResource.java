package ai.radium.account.key;

import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Hears from the gateway when keys made management calls; calls of models are known from billing's rated lines. */
@Path("/internal/key-uses")
class KeyUsesResource {
    private static final int MOST_USES = 1_000;

    private final Mutiny.SessionFactory sessions;
    private final KeyUsage usage;

    KeyUsesResource(Mutiny.SessionFactory sessions, KeyUsage usage) {
        this.sessions = sessions;
        this.usage = usage;
    }

    /** @param usedAt the last call */
    record KeyUse(@Nullable String keyId, @Nullable Instant usedAt) {
        KeyUse checked(int position) {
            String field = "uses[" + position + "]";
            Require.text(keyId, field + ".keyId");
            if (usedAt == null) {
                throw invalid(field + ".usedAt is required", field + ".usedAt");
            }
            return this;
        }
    }

    record KeyUses(@Nullable List<@Nullable KeyUse> uses) {
        List<KeyUse> checked() {
            if (uses == null || uses.size() > MOST_USES) {
                throw invalid("uses must be a list of at most " + MOST_USES + " entries", "uses");
            }
            return IntStream.range(0, uses.size())
                    .mapToObj(i -> {
                        KeyUse use = uses.get(i);
                        return (use == null ? new KeyUse(null, null) : use).checked(i);
                    })
                    .toList();
        }
    }

    /** May be said twice: only a later time than the known one changes anything. Keys that are none are passed over. */
    @POST
    public Uni<Reply<Void>> note(@Nullable KeyUses body) {
        List<KeyUse> uses = Require.body(body).checked();
        return sessions.withTransaction(session -> usage.note(session, uses)).replaceWith(() -> Reply.message("Noted"));
    }

    private static ProblemException invalid(String detail, String field) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, field);
    }
}
