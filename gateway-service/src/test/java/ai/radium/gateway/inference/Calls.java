package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventReader;
import ai.radium.contracts.worker.EventSink;
import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.gateway.funds.Reservation;
import ai.radium.gateway.identity.Principals;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.routes.Route;
import ai.radium.gateway.time.GatewayTime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Inference calls and what they are made of, as tests need them. */
final class Calls {
    private Calls() {}

    static RoutesChanged deployment(DeploymentStatus status, String... addresses) {
        return deployment("dep_1", status, addresses);
    }

    static RoutesChanged deployment(String id, DeploymentStatus status, String... addresses) {
        return deployment(id, status, null, List.of(), addresses);
    }

    /** An active deployment that answers for a fine-tuned model too, on each of its replicas. */
    static RoutesChanged answering(String model, String account, String... addresses) {
        return deployment(
                "dep_1",
                DeploymentStatus.ACTIVE,
                List.of(new RoutesChanged.Adapter(model, account)),
                List.of(model),
                addresses);
    }

    private static RoutesChanged deployment(
            String id,
            DeploymentStatus status,
            @Nullable List<RoutesChanged.Adapter> adapters,
            List<String> loaded,
            String... addresses) {
        List<Replica> replicas = new ArrayList<>();
        for (String address : addresses) {
            replicas.add(new Replica("replica-" + replicas.size(), address, 1, loaded));
        }
        return new RoutesChanged(
                id,
                "acct_1",
                "mine",
                "m",
                List.of("m", "m-alias"),
                "m",
                false,
                status,
                "NO_CAPACITY",
                3,
                "2026-01-01T00:00:00Z",
                replicas,
                adapters,
                BilledBy.REPLICA_SECONDS,
                1);
    }

    /** @param json the request's body, whose bytes the call refers to */
    static InferenceCall call(Operation operation, String json, String... addresses) {
        ByteBuf body = Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
        return new InferenceCall(
                Principals.key("acct_1", Set.of()),
                Route.of(deployment(DeploymentStatus.ACTIVE, addresses)),
                operation,
                new RequestBody().read(body, operation, null),
                "req-1",
                0,
                Reservation.NONE);
    }

    /** What is recorded of one attempt. */
    static UsageRecord record(String id, UsageRecord.Outcome outcome, long ttftMicros, long latencyMicros) {
        return new UsageRecord(
                id,
                Instant.EPOCH,
                "key_1",
                "dep_1",
                "m",
                "m",
                "replica-0",
                1,
                "req-1",
                "chat",
                true,
                200,
                outcome,
                null,
                7,
                0,
                5,
                0,
                ttftMicros,
                latencyMicros,
                0,
                0,
                null);
    }

    static Reply reply(EmbeddedChannel client) {
        return new Reply(client, Dialect.OBJECT, "req-1", true, true, GatewayTime.system(), () -> {});
    }

    /** All that the client was sent since the last time. */
    static String sent(EmbeddedChannel client) {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = client.readOutbound(); part != null; part = client.readOutbound()) {
            text.append(part.toString(StandardCharsets.UTF_8));
            part.release();
        }
        return text.toString();
    }

    /** Gives the delta as a worker would have sent it. */
    static void delta(Delta.Builder delta, java.util.function.Consumer<DeltaParts> to) {
        byte[] bytes = Event.newBuilder().setDelta(delta).build().toByteArray();
        AtomicReference<String> other = new AtomicReference<>("");
        new EventReader().read(Unpooled.wrappedBuffer(bytes), 0, bytes.length, new EventSink() {
            @Override
            public void accepted(int queuePosition) {
                other.set("accepted");
            }

            @Override
            public void prefillDone(long ttftMicros, int cachedTokens, int promptTokens) {
                other.set("prefill");
            }

            @Override
            public void delta(DeltaParts parts) {
                to.accept(parts);
            }

            @Override
            public void finished(Finish finish) {
                other.set("finished");
            }

            @Override
            public void failed(String code, boolean retryable, String message, String param) {
                other.set("failed");
            }
        });
        if (!other.get().isEmpty()) {
            throw new IllegalStateException("no delta: " + other.get());
        }
    }

    static Delta.Builder text(String text) {
        return Delta.newBuilder().setText(text).addTokenIds(1);
    }
}
