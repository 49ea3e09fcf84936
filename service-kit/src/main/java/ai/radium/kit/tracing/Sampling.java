package ai.radium.kit.tracing;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are recorded; the samplers that OpenTelemetry names.
 *
 * @param followsParent whether the caller's decision counts where there is one
 * @param share of the traces that are decided here, 0 to 1
 */
record Sampling(boolean followsParent, double share) {
    static final String SAMPLER = "OTEL_TRACES_SAMPLER";
    static final String SHARE = "OTEL_TRACES_SAMPLER_ARG";

    private static final double DEFAULT_SHARE = 0.01;
    private static final String PARENT_BASED = "parentbased_";

    /**
     * @param sampler null = {@code parentbased_traceidratio}
     * @param share null = 0.01; of the samplers by ratio
     * @throws IllegalArgumentException naming the variable
     */
    static Sampling of(@Nullable String sampler, @Nullable String share) {
        String name = sampler == null ? PARENT_BASED + "traceidratio" : sampler;
        boolean followsParent = name.startsWith(PARENT_BASED);
        return switch (followsParent ? name.substring(PARENT_BASED.length()) : name) {
            case "always_on" -> new Sampling(followsParent, 1);
            case "always_off" -> new Sampling(followsParent, 0);
            case "traceidratio" -> new Sampling(followsParent, share(share));
            default ->
                throw new IllegalArgumentException(
                        SAMPLER + " must be always_on, always_off or traceidratio, or one of these after "
                                + PARENT_BASED + ", not " + name);
        };
    }

    private static double share(@Nullable String text) {
        if (text == null) {
            return DEFAULT_SHARE;
        }
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(SHARE + " must be a number from 0 to 1, not " + text, e);
        }
        throw new IllegalArgumentException(SHARE + " must be a number from 0 to 1, not " + text);
    }

    /**
     * Whether a span is recorded.
     *
     * @param parent the caller's; invalid = none
     */
    boolean takes(SpanContext parent, String traceId) {
        return (followsParent && parent.isValid()) ? parent.isSampled() : takesShare(traceId);
    }

    /** By the same bits of the id as OpenTelemetry's own sampler, so that all processes decide alike. */
    private boolean takesShare(String traceId) {
        long bits = Long.parseUnsignedLong(traceId, 16, 32, 16) & Long.MAX_VALUE;
        return bits < (long) (share * Long.MAX_VALUE) || share >= 1;
    }
}
