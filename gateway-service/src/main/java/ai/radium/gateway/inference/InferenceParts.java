package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.gateway.time.GatewayTime;
import io.opentelemetry.api.trace.Span;

/** What the calls of one event loop share. */
record InferenceParts(
        Replicas replicas,
        UsageRecorder usage,
        AttemptSpans spans,
        ProgressWatch watch,
        InferenceStats stats,
        InferenceBounds bounds,
        GatewayTime time) {
    /** @param request the span of the whole request */
    Attempt attempt(Span request, InferenceCall call, Replica replica) {
        String usageId = usage.newId();
        return new Attempt(call, usageId, replica.id(), spans.begin(request, call, replica, usageId), time);
    }
}
