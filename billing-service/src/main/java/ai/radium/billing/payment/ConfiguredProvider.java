package ai.radium.billing.payment;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;

/** The one provider of this process. */
class ConfiguredProvider {
    @Produces
    @Singleton
    PaymentProvider provider(PaymentConfig config, Mutiny.SessionFactory sessions) {
        return switch (config.provider()) {
            case OFFLINE -> new OfflineProvider(sessions, config.offlineAnswerAfter());
        };
    }
}
