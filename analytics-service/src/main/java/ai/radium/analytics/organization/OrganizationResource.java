package ai.radium.analytics.organization;

import ai.radium.kit.identity.Identity;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;

/** Usage and costs over HTTP, in OpenAI's shape; an organization is an account. */
@Path("/organization")
class OrganizationResource {
    /** OpenAI's, of things that nobody can use here. */
    private static final Set<String> NEVER_USED = Set.of(
            "audio_speeches",
            "audio_transcriptions",
            "code_interpreter_sessions",
            "file_search_calls",
            "images",
            "moderations",
            "vector_stores",
            "web_search_calls");

    private final Identity identity;
    private final UsageSums sums;
    private final InstantSource clock;

    OrganizationResource(Identity identity, UsageSums sums, InstantSource clock) {
        this.identity = identity;
        this.sums = sums;
        this.clock = clock;
    }

    @GET
    @Path("/usage/completions")
    public Uni<UsagePage> completions(@BeanParam OrganizationQuery query) {
        return usage(query, UsageResult.Completions::of);
    }

    @GET
    @Path("/usage/embeddings")
    public Uni<UsagePage> embeddings(@BeanParam OrganizationQuery query) {
        return usage(query, UsageResult.Embeddings::of);
    }

    /** Buckets without anything in them. */
    @GET
    @Path("/usage/{kind}")
    public Uni<UsagePage> nothing(@RestPath String kind, @BeanParam OrganizationQuery query) {
        if (!NEVER_USED.contains(kind)) {
            throw new ProblemException(CommonProblem.NOT_FOUND, "There is no such usage");
        }
        return Uni.createFrom()
                .item(UsagePage.of(
                        Buckets.of(BucketWidth.ofUsage(query.bucketWidth), query, clock.instant()),
                        List.of(),
                        none -> Optional.empty()));
    }

    @GET
    @Path("/costs")
    public Uni<UsagePage> costs(@BeanParam OrganizationQuery query) {
        Buckets buckets = Buckets.of(BucketWidth.ofCosts(query.bucketWidth), query, clock.instant());
        return page(buckets, Breakdown.ofCosts(query), UsageResult.Costs::of);
    }

    private Uni<UsagePage> usage(OrganizationQuery query, Function<Sums, Optional<UsageResult>> result) {
        Buckets buckets = Buckets.of(BucketWidth.ofUsage(query.bucketWidth), query, clock.instant());
        return page(buckets, Breakdown.ofUsage(query), result);
    }

    private Uni<UsagePage> page(Buckets buckets, Breakdown breakdown, Function<Sums, Optional<UsageResult>> result) {
        return sums.of(identity.account(), buckets, breakdown).map(found -> UsagePage.of(buckets, found, result));
    }
}
