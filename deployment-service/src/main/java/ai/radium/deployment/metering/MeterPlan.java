package ai.radium.deployment.metering;

import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.kit.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What becomes of the meters of one deployment, planned purely.
 *
 * @param running as they are to be kept
 * @param ended ids of the replicas whose meters go
 * @param used to be billed, with the meters as they are here
 */
record MeterPlan(List<ReplicaMeter> running, Set<String> ended, List<ReplicaTimeUsed> used) {
    MeterPlan {
        running = List.copyOf(running);
        ended = Set.copyOf(ended);
        used = List.copyOf(used);
    }

    /** A change was stored: a replica that takes calls now gets a meter, one that no longer does is read for the last time. */
    static MeterPlan following(
            List<ReplicaMeter> meters, Metered stored, Money hourlyPrice, Duration longestUnseen, Instant now) {
        Map<String, ReplicaMeter> running = new TreeMap<>();
        stored.ready().forEach(id -> running.put(id, ReplicaMeter.opened(stored, id, hourlyPrice, now)));
        Map<Boolean, List<ReplicaMeter>> staying =
                meters.stream().collect(Collectors.partitioningBy(meter -> running.containsKey(meter.replicaId())));
        staying.getOrDefault(true, List.of()).forEach(meter -> running.put(meter.replicaId(), meter));
        List<ReplicaMeter> gone = staying.getOrDefault(false, List.of());
        return new MeterPlan(
                List.copyOf(running.values()),
                gone.stream().map(ReplicaMeter::replicaId).collect(Collectors.toSet()),
                gone.stream()
                        .map(meter -> meter.used(meter.end(now, longestUnseen)))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Of a meter that was seen later than this, nothing is kept. */
    static Instant stale(MeteringConfig config, Instant now) {
        return now.minus(config.longestUnseen().dividedBy(2));
    }

    /**
     * Replicas were seen ready. It is not kept at each look, only when half of the longest time that one may go unseen is over.
     *
     * @param hourlyPrice of a meter, from when it is billed on
     */
    static MeterPlan seeing(
            List<ReplicaMeter> meters,
            Set<String> ready,
            Function<ReplicaMeter, Money> hourlyPrice,
            MeteringConfig config,
            Instant now) {
        Instant stale = stale(config, now);
        List<ReplicaMeter> running = new ArrayList<>();
        List<ReplicaTimeUsed> used = new ArrayList<>();
        for (ReplicaMeter meter : meters) {
            boolean isNews =
                    ready.contains(meter.replicaId()) && !meter.seenAt().isAfter(stale);
            ReplicaMeter seen = isNews ? meter.seen(now) : meter;
            Optional<ReplicaTimeUsed> due = seen.isDue(config.every()) ? seen.used(seen.seenAt()) : Optional.empty();
            due.ifPresent(used::add);
            running.add(
                    due.map(time -> seen.billed(time, hourlyPrice.apply(seen))).orElse(seen));
        }
        return new MeterPlan(running, Set.of(), used);
    }
}
