package ai.radium.billing.invoice;

import ai.radium.kit.identity.Identity;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.paging.CsvReply;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/billing/invoices")
class InvoiceResource {
    private final Identity identity;
    private final Invoices invoices;
    private final InvoicePdf pdf;

    InvoiceResource(Identity identity, Invoices invoices, InvoicePdf pdf) {
        this.identity = identity;
        this.invoices = invoices;
        this.pdf = pdf;
    }

    /** The newest first; the draft of the running month before all others. */
    @GET
    public Uni<Reply<List<InvoiceView>>> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset) {
        InvoiceStatus wanted = InvoiceStatus.of(status);
        Page page = Page.of(limit, offset);
        Map<String, String> filters = wanted == null ? Map.of() : Map.of("status", wanted.word());
        return invoices.all(identity.account())
                .map(all -> all.stream()
                        .filter(invoice -> wanted == null || invoice.status() == wanted)
                        .toList())
                .map(found -> Reply.list(
                        found.stream()
                                .skip(page.offset())
                                .limit(page.limit())
                                .map(InvoiceView::of)
                                .toList(),
                        filters,
                        page,
                        found.size()));
    }

    @GET
    @Path("/{id}")
    public Uni<Reply<InvoiceView>> get(@RestPath String id) {
        return invoices.get(identity.account(), id).map(invoice -> Reply.of(InvoiceView.of(invoice)));
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}/download")
    public Response download(@RestPath String id, @QueryParam("format") @Nullable String format)
            throws InterruptedException {
        String account = identity.account();
        return switch (format == null ? "pdf" : format) {
            case "pdf" -> {
                Invoice invoice = Blocking.await(() -> invoices.get(account, id));
                yield Response.ok(pdf.of(invoice), "application/pdf")
                        .header("Content-Disposition", "attachment; filename=\"%s.pdf\"".formatted(name(invoice)))
                        .build();
            }
            case "csv" -> {
                Invoice invoice = Blocking.await(() -> invoices.get(account, id));
                yield CsvReply.of(name(invoice) + ".csv", InvoiceCsv.COLUMNS, InvoiceCsv.rows(invoice))
                        .build();
            }
            default -> throw new ProblemException(CommonProblem.INVALID_REQUEST, "format must be pdf or csv", "format");
        };
    }

    private static String name(Invoice invoice) {
        return invoice.number() == null ? "draft-" + invoice.period().month() : invoice.number();
    }
}
