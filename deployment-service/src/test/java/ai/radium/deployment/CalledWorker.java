package ai.radium.deployment;

import ai.radium.contracts.worker.WorkerToken;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.ListAdaptersRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.kit.ids.Ids;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.Iterator;
import java.util.List;

/** A connection to one replica, as the gateway has it. */
final class CalledWorker implements AutoCloseable {
    private static final String SAY_SOMETHING = "[{\"role\":\"user\",\"content\":\"Say something\"}]";

    private final ManagedChannel channel;
    private final WorkerGrpc.WorkerBlockingStub worker;

    /** @param secret of the installation */
    CalledWorker(String address, String secret, String deployment) {
        channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + WorkerToken.of(secret, deployment));
        worker = WorkerGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    Iterator<Event> generate(String adapter, int tokens) {
        return worker.generate(GenerateRequest.newBuilder()
                .setModel("small")
                .setInput(SAY_SOMETHING)
                .setMaxTokens(tokens)
                .setAccountId("acct_1")
                .setRequestId("req_1")
                .setUsageId(Ids.ulid())
                .setAdapter(adapter)
                .build());
    }

    /** One sentence of an endless model. */
    String say(String adapter) {
        StringBuilder text = new StringBuilder();
        generate(adapter, ScriptedModel.SENTENCE_TOKENS - 1)
                .forEachRemaining(event -> text.append(event.getDelta().getText()));
        return text.toString();
    }

    List<String> adapters() {
        return worker.listAdapters(ListAdaptersRequest.getDefaultInstance()).getAdaptersList().stream()
                .map(adapter -> adapter.getId())
                .toList();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
