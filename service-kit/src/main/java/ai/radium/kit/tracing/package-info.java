/**
 * Traces in OpenTelemetry's words, for services and plain mains alike: the W3C headers in and out, who is sampled, and the way of
 * spans to a collector. Without a collector's address nothing of the SDK is loaded. Why it is made so: ADR 17.
 */
@NullMarked
package ai.radium.kit.tracing;

import org.jspecify.annotations.NullMarked;
