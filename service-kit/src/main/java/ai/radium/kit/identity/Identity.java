package ai.radium.kit.identity;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller of the request at hand. */
@RequestScoped
public class Identity {
    private static final String OF_WORK = "radium.caller";

    private @Nullable Caller caller;

    void set(Caller proved) {
        caller = proved;
        Objects.requireNonNull(Vertx.currentContext(), "a request runs on a Vert.x context")
                .putLocal(OF_WORK, proved);
    }

    /** The caller of the request that the work at hand is for, also once the request has its answer; empty without one. */
    public static Optional<Caller> ofWorkAtHand() {
        Context context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context)
                ? Optional.ofNullable(context.getLocal(OF_WORK))
                : Optional.empty();
    }

    /** @throws ProblemException UNAUTHENTICATED outside a request that carries a valid internal token */
    public Caller caller() {
        if (caller == null) {
            throw new ProblemException(CommonProblem.UNAUTHENTICATED, "The internal token is missing or not valid");
        }
        return caller;
    }

    /**
     * The account that the request is about, which is to pay for what follows from it.
     *
     * @throws ProblemException ACCOUNT_SUSPENDED when it may not spend, as the gateway knows it from billing
     */
    public String payingAccount() {
        if (caller().suspended()) {
            throw new ProblemException(CommonProblem.ACCOUNT_SUSPENDED, CommonProblem.SUSPENDED_CURE);
        }
        return account();
    }

    /** The account that the request is about. */
    public String account() {
        return caller().account();
    }
}
