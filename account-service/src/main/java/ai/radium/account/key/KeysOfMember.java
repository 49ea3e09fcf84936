package ai.radium.account.key;

import ai.radium.contracts.key.KeyChanged.Status;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** What becomes of the keys that a member made, be it through other keys, in the transaction that changes the member. */
@ApplicationScoped
public class KeysOfMember {
    private final KeyStore store;

    KeysOfMember(KeyStore store) {
        this.store = store;
    }

    /** For one who leaves. */
    public Uni<Void> revoke(Session session, String account, String sub) {
        return store.touchAllOf(session, account, sub, Status.REVOKED);
    }

    /** For one with another role, which limits that of the keys: the gateways ask for them again. */
    public Uni<Void> tellAgain(Session session, String account, String sub) {
        return store.touchAllOf(session, account, sub, Status.ACTIVE);
    }
}
