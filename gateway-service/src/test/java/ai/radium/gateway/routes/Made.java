package ai.radium.gateway.routes;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import java.util.List;

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
                1);
    }

    Made of(String owner) {
        return new Made(id, owner, name, servedModel, isServerless, status, createdAt, replicas, version);
    }

    Made named(String other) {
        return new Made(id, account, other, servedModel, isServerless, status, createdAt, replicas, version);
    }

    Made servedBy(String standIn) {
        return new Made(id, account, name, standIn, isServerless, status, createdAt, replicas, version);
    }

    Made serverless() {
        return new Made(id, account, name, servedModel, true, status, createdAt, replicas, version);
    }

    Made status(DeploymentStatus other) {
        return new Made(id, account, name, servedModel, isServerless, other, createdAt, replicas, version);
    }

    Made madeAt(String time) {
        return new Made(id, account, name, servedModel, isServerless, status, time, replicas, version);
    }

    Made withoutReplicas() {
        return new Made(id, account, name, servedModel, isServerless, status, createdAt, List.of(), version);
    }

    Made version(long other) {
        return new Made(id, account, name, servedModel, isServerless, status, createdAt, replicas, other);
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
                null,
                version);
    }
}
