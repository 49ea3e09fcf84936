package ai.radium.billing.payment;

import ai.radium.billing.BillingStack;
import ai.radium.billing.Outside;
import ai.radium.kit.money.Money;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.hibernate.reactive.mutiny.Mutiny;

@QuarkusTest
@WithTestResource(BillingStack.class)
class OfflineProviderTest extends PaymentProviderContract {
    private final Mutiny.SessionFactory sessions;

    OfflineProviderTest(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    PaymentProvider provider() {
        return new OfflineProvider(sessions, Duration.ofMillis(1));
    }

    @Override
    String goodToken() {
        return OfflineProvider.VISA;
    }

    @Override
    String declinedToken() {
        return OfflineProvider.DECLINED;
    }

    @Override
    String unpayingToken() {
        return OfflineProvider.CHARGE_DECLINED;
    }

    @Override
    Money taken(String idempotencyKey) {
        return Money.usd(Outside.query("select coalesce(sum(amount), 0) from offline_charge where idempotency_key = '"
                + idempotencyKey + "'"));
    }
}
