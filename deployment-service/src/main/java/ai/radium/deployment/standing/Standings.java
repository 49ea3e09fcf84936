package ai.radium.deployment.standing;

import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Keeps the copy. An account that nothing was heard of may spend. */
@ApplicationScoped
public class Standings {
    private static final String PUT = "insert into account_standing (account, reason, version) values (?, ?, ?)"
            + " on conflict (account) do update set reason = excluded.reason, version = excluded.version"
            + " where account_standing.version < excluded.version";

    Standings() {}

    /** Takes a standing unless a later one was taken before. */
    Uni<Void> put(Mutiny.Session session, StandingChanged told) {
        return session.createNativeQuery(PUT)
                .setParameter(1, told.account())
                .setParameter(2, told.standing() == Standing.SUSPENDED ? String.valueOf(told.reason()) : null)
                .setParameter(3, told.version())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** What keeps an account's deployments from running; null while it may spend. */
    public Uni<@Nullable Failure> failure(Mutiny.Session session, String account) {
        return session.createNativeQuery(
                        "select reason from account_standing where account = ? and reason is not null", String.class)
                .setParameter(1, account)
                .getSingleResultOrNull()
                .map(reason -> reason == null ? null : failure(reason));
    }

    private static Failure failure(String reason) {
        return reason.equals(FailureReason.SPENDING_LIMIT.name())
                ? new Failure(
                        FailureReason.SPENDING_LIMIT,
                        "the account's spending limit of the month is reached; it runs again with a higher limit, or in the next"
                                + " month")
                : new Failure(
                        FailureReason.PAYMENT_METHOD,
                        "the account's credits are used up; it runs again with a payment method or with credits");
    }
}
