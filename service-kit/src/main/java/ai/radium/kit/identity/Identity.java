package ai.radium.kit.identity;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request at hand. */
@RequestScoped
public class Identity {
    private @Nullable Caller caller;

    void set(Caller proved) {
        caller = proved;
    }

    /** @throws ProblemException UNAUTHENTICATED outside a request that carries a valid internal token */
    public Caller caller() {
        if (caller == null) {
            throw new ProblemException(CommonProblem.UNAUTHENTICATED, "The internal token is missing or not valid");
        }
        return caller;
    }

    /** The account that the request is about. */
    public String account() {
        return caller().account();
    }
}
