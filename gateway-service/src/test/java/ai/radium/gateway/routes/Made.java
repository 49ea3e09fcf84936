package ai.radium.gateway.routes;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.deployment.RoutesChanged.Adapter;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import java.util.List;
import java.util.stream.IntStream;

/** A deployment of the model m, active on one replica, but for what a test says. */
record Made(
        String id,
        String account,
        String name,
        String servedModel,
        boolean isServerless,
        DeploymentStatus status,
        String createdAt,
        List<Replica> replicas,
        List<Adapter> adapters,
        long version) {
    Made(String id) {
        this(
                id,
                "acct_1",
                "name-of-" + id,
                "m",
                false,
                DeploymentStatus.ACTIVE,
                "2026-01-01T00:00:00Z",
                List.of(new Replica(id + "-0", "127.0.0.1:1", 1, List.of())),
                List.of(),
                1);
    }

    Made of(String owner) {
        return new Made(id, owner, name, servedModel, isServerless, status, createdAt, replicas, adapters, version);
    }

    Made named(String other) {
        return new Made(id, account, other, servedModel, isServerless, status, createdAt, replicas, adapters, version);
    }

    Made servedBy(String standIn) {
        return new Made(id, account, name, standIn, isServerless, status, createdAt, replicas, adapters, version);
    }

    Made serverless() {
        return new Made(id, account, name, servedModel, true, status, createdAt, replicas, adapters, version);
    }

    Made status(DeploymentStatus other) {
        return new Made(id, account, name, servedModel, isServerless, other, createdAt, replicas, adapters, version);
    }

    Made madeAt(String time) {
        return new Made(id, account, name, servedModel, isServerless, status, time, replicas, adapters, version);
    }

    Made withoutReplicas() {
        return new Made(id, account, name, servedModel, isServerless, status, createdAt, List.of(), adapters, version);
    }

    Made version(long other) {
        return new Made(id, account, name, servedModel, isServerless, status, createdAt, replicas, adapters, other);
    }

    /** With a fine-tuned model of an account's, on as many of three replicas. */
    Made answering(String model, String owner, int loaded) {
        List<Replica> holding = IntStream.range(0, 3)
                .mapToObj(i ->
                        new Replica(id + "-" + i, "127.0.0.1:" + (i + 1), 1, i < loaded ? List.of(model) : List.of()))
                .toList();
        return new Made(
                id,
                account,
                name,
                servedModel,
                isServerless,
                status,
                createdAt,
                holding,
                List.of(new Adapter(model, owner)),
                version);
    }

    RoutesChanged deployment() {
        return new RoutesChanged(
                id,
                account,
                name,
                "m",
                List.of("m"),
                servedModel,
                isServerless,
                status,
                "NONE",
                1,
                createdAt,
                replicas,
                adapters.isEmpty() ? null : adapters,
                BilledBy.REPLICA_SECONDS,
                version);
    }
}
