package ai.radium.gateway.inference;

import ai.radium.gateway.time.GatewayTime;

/** What the calls of one event loop share. */
record InferenceParts(
        Replicas replicas,
        UsageRecorder usage,
        ProgressWatch watch,
        InferenceStats stats,
        InferenceBounds bounds,
        GatewayTime time) {}
