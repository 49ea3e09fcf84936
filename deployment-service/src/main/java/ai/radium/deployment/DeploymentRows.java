package ai.radium.deployment;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Replica;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rows into deployments and back. */
@ApplicationScoped
class DeploymentRows {
    private final ObjectMapper json;

    /** What an older version stored may have members that are gone. */
    private final ObjectReader reader;

    DeploymentRows(ObjectMapper json) {
        this.json = json;
        reader = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    Deployment toDeployment(DeploymentRow row) {
        return new Deployment(
                new Origin(row.id, row.account, row.serverless, row.createdAt),
                row.name,
                new ServedModel(
                        row.modelId, read(row.modelNames, new TypeReference<List<String>>() {}), row.servedModel),
                read(row.configuration, new TypeReference<DeploymentSpec>() {}),
                DeploymentState.of(DeploymentStatus.valueOf(row.status), problem(row.reason, row.reasonDetail)),
                new Rollout(
                        row.revision,
                        row.failures,
                        read(row.replicas, new TypeReference<List<Replica>>() {}),
                        read(row.adapters, new TypeReference<List<RoutesChanged.Adapter>>() {})),
                row.updatedAt,
                row.version);
    }

    /** Fills the row; its version is the store's own affair. */
    void fill(DeploymentRow row, Deployment deployment) {
        Failure problem = deployment.state().problem();
        row.id = deployment.id();
        row.account = deployment.account();
        row.name = deployment.name();
        row.modelId = deployment.modelId();
        row.modelNames = write(deployment.model().names());
        row.servedModel = deployment.servedModel();
        row.configuration = write(deployment.spec());
        row.status = deployment.state().status().name();
        row.reason = problem == null ? null : problem.reason().name();
        row.reasonDetail = problem == null ? null : problem.detail();
        row.serverless = deployment.origin().serverless();
        row.revision = deployment.rollout().revision();
        row.failures = deployment.rollout().failures();
        row.replicas = write(deployment.rollout().replicas());
        row.adapters = write(deployment.rollout().adapters());
        row.createdAt = deployment.origin().createdAt();
        row.updatedAt = deployment.updatedAt();
    }

    private static @Nullable Failure problem(@Nullable String reason, @Nullable String detail) {
        return reason == null || detail == null ? null : new Failure(FailureReason.valueOf(reason), detail);
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return reader.forType(type).readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored deployment cannot be read", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("deployment cannot be stored", e);
        }
    }
}
