package ai.radium.deployment.adapters;

import ai.radium.contracts.worker.v1.AdapterProgress;
import ai.radium.contracts.worker.v1.ListAdaptersRequest;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.contracts.worker.v1.UnloadAdapterRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.contracts.worker.v1.WorkerGrpc.WorkerBlockingStub;
import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.Replica;
import ai.radium.deployment.runtime.WorkerSecret;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What workers are asked about adapters. Each call blocks, has a deadline, and a connection of its own: replicas come and go, and
 * calls are rare. Every failure is a {@link StatusRuntimeException}.
 */
@ApplicationScoped
class WorkerAdapters {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final AdapterConfig config;
    private final Optional<WorkerSecret> secret;

    WorkerAdapters(AdapterConfig config, @ConfigProperty(name = WorkerSecret.PROPERTY) Optional<Path> secretFile) {
        this.config = config;
        secret = secretFile.map(WorkerSecret::read);
    }

    /** Ids of what the replica can be asked for. */
    Set<String> loaded(String deployment, Replica replica) {
        return call(
                deployment,
                replica,
                config.answerTimeout(),
                worker -> worker.listAdapters(ListAdaptersRequest.getDefaultInstance()).getAdaptersList().stream()
                        .map(adapter -> adapter.getId())
                        .collect(Collectors.toSet()));
    }

    /** Does one step, and returns when it is done. */
    void take(String deployment, AdapterStep step) {
        switch (step) {
            case AdapterStep.Load load ->
                call(deployment, load.replica(), config.stepTimeout(), worker -> load(worker, load.adapter()));
            case AdapterStep.Unload unload ->
                call(
                        deployment,
                        unload.replica(),
                        config.stepTimeout(),
                        worker -> worker.unloadAdapter(UnloadAdapterRequest.newBuilder()
                                .setId(unload.adapterId())
                                .build()));
        }
    }

    private static AdapterProgress load(WorkerBlockingStub worker, Adapter adapter) {
        Iterator<AdapterProgress> progress = worker.loadAdapter(LoadAdapterRequest.newBuilder()
                .setId(adapter.id())
                .setUri(adapter.uri())
                .setSha256(adapter.sha256())
                .build());
        AdapterProgress last = AdapterProgress.getDefaultInstance();
        while (progress.hasNext()) {
            last = progress.next();
        }
        if (last.getStage() != AdapterProgress.Stage.READY) {
            throw Status.INTERNAL
                    .withDescription("the worker ended the load before the adapter was ready")
                    .asRuntimeException();
        }
        return last;
    }

    private <T> T call(String deployment, Replica replica, Duration limit, Function<WorkerBlockingStub, T> call) {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(replica.address()).usePlaintext().build();
        try {
            return call.apply(WorkerGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credentials(deployment)))
                    .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS));
        } finally {
            channel.shutdownNow();
        }
    }

    private Metadata credentials(String deployment) {
        Metadata headers = new Metadata();
        secret.ifPresent(known -> headers.put(AUTHORIZATION, "Bearer " + known.tokenOf(deployment)));
        return headers;
    }
}
