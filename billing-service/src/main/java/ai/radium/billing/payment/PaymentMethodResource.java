package ai.radium.billing.payment;

import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/billing/payment-methods")
class PaymentMethodResource {
    private final Identity identity;
    private final PaymentMethods methods;
    private final Mutiny.SessionFactory sessions;

    PaymentMethodResource(Identity identity, PaymentMethods methods, Mutiny.SessionFactory sessions) {
        this.identity = identity;
        this.methods = methods;
        this.sessions = sessions;
    }

    @GET
    public Uni<Reply<List<PaymentMethodView>>> list() {
        String account = identity.account();
        return sessions.withSession(session -> methods.list(session, account)).map(Reply::of);
    }

    @POST
    @Idempotent
    @Audited("payment_method.add")
    @ResponseStatus(201)
    public Uni<Reply<PaymentMethodView>> add(@Nullable AddPaymentMethod body) {
        return methods.add(identity.account(), Require.body(body)).map(view -> Reply.of(view, "Payment method added"));
    }

    @DELETE
    @Audited("payment_method.remove")
    @Path("/{id}")
    public Uni<Reply<Void>> remove(@RestPath String id) {
        return methods.remove(identity.account(), id, "id").map(ignored -> Reply.message("Payment method removed"));
    }
}
