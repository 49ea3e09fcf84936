package ai.radium.deployment.metering;

import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time of one replica from when it was first seen ready. Its times are whole milliseconds and never go back, whatever the
 * clock does. What is billed are whole seconds; the rest of one stays on the meter.
 *
 * @param count accelerators of the replica
 * @param hourlyPrice of one accelerator
 * @param billedUntil what came before is billed
 * @param seenAt when it was last seen ready
 */
record ReplicaMeter(
        String deploymentId,
        String replicaId,
        String account,
        String model,
        String accelerator,
        int count,
        Money hourlyPrice,
        Instant billedUntil,
        Instant seenAt) {
    static ReplicaMeter opened(Metered deployment, String replicaId, Money hourlyPrice, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return new ReplicaMeter(
                deployment.deploymentId(),
                replicaId,
                deployment.account(),
                deployment.model(),
                deployment.accelerator(),
                deployment.count(),
                hourlyPrice,
                at,
                at);
    }

    ReplicaMeter seen(Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return with(hourlyPrice, billedUntil, at.isAfter(seenAt) ? at : seenAt);
    }

    /** Whether so much time was seen that is not billed. */
    boolean isDue(Duration every) {
        return !billedUntil.plus(every).isAfter(seenAt);
    }

    /** The end of a replica that is gone now: nobody saw it ready later than this. */
    Instant end(Instant now, Duration longestUnseen) {
        Instant latest = seenAt.plus(longestUnseen);
        return now.isBefore(latest) ? now : latest;
    }

    /** What is to be billed until then; empty while it is less than a second. */
    Optional<ReplicaTimeUsed> used(Instant until) {
        long seconds = Duration.between(billedUntil, until).toSeconds();
        return seconds <= 0
                ? Optional.empty()
                : Optional.of(new ReplicaTimeUsed(
                        Ids.ulid(),
                        account,
                        deploymentId,
                        replicaId,
                        model,
                        accelerator,
                        count,
                        hourlyPrice.exact(),
                        hourlyPrice.currency().getCurrencyCode(),
                        billedUntil,
                        billedUntil.plusSeconds(seconds),
                        seconds));
    }

    /** From here on at this price. */
    ReplicaMeter billed(ReplicaTimeUsed used, Money nextPrice) {
        return with(nextPrice, used.until(), seenAt);
    }

    private ReplicaMeter with(Money price, Instant billed, Instant seen) {
        return new ReplicaMeter(deploymentId, replicaId, account, model, accelerator, count, price, billed, seen);
    }
}
