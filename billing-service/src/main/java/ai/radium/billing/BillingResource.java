package ai.radium.billing;

import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.paging.CsvReply;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Path("/billing")
class BillingResource {
    private final Identity identity;
    private final BillingReads reads;
    private final BillingActions actions;
    private final BillingConfig config;

    BillingResource(Identity identity, BillingReads reads, BillingActions actions, BillingConfig config) {
        this.identity = identity;
        this.reads = reads;
        this.actions = actions;
        this.config = config;
    }

    @GET
    public Uni<Reply<BillingView>> overview() {
        return reads.overview(identity.account()).map(Reply::of);
    }

    /** What {@code /billing/payment-methods} and {@code /billing/spending-limit} do, for clients that know this path alone. */
    @POST
    @Idempotent
    @Audited("billing.change")
    public Uni<Reply<Object>> act(@Nullable BillingAction body) {
        return actions.take(identity.account(), Require.body(body));
    }

    /** Rated lines, newest first; as CSV all of them unless limit says less, up to the configured number. */
    @GET
    @Path("/usage")
    public Uni<Response> usage(
            @QueryParam("type") @Nullable String type,
            @QueryParam("deploymentId") @Nullable String deploymentId,
            @QueryParam("model") @Nullable String model,
            @QueryParam("keyId") @Nullable String keyId,
            @QueryParam("jobId") @Nullable String jobId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("format") @Nullable String format,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset) {
        LineFilter filter = LineFilter.of(type, deploymentId, model, keyId, jobId, from, to);
        return switch (format == null ? "json" : format) {
            case "json" ->
                reads.usage(identity.account(), filter, Page.of(limit, offset))
                        .map(reply -> Response.ok(reply).build());
            case "csv" -> csv(filter, Page.ofFile(limit, offset, config.csvLines()));
            default ->
                throw new ProblemException(CommonProblem.INVALID_REQUEST, "format must be json or csv", "format");
        };
    }

    /** One line more is read than shown, which tells whether there are more than a file may hold. */
    private Uni<Response> csv(LineFilter filter, Page page) {
        return reads.lines(identity.account(), filter, new Page(page.limit() + 1, page.offset()))
                .map(lines -> csv(lines, page.limit()));
    }

    private Response csv(List<LineView> lines, int limit) {
        Response.ResponseBuilder response = CsvReply.of(
                "usage.csv",
                LineView.COLUMNS,
                lines.stream().limit(limit).map(LineView::cells).toList());
        return lines.size() > limit ? response.header("X-Truncated", "true").build() : response.build();
    }
}
