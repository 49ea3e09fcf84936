package ai.radium.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.money.Money;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every provider keeps; a test of each implementation inherits it. */
abstract class PaymentProviderContract {
    private static final Money AMOUNT = Money.usd("25");

    abstract PaymentProvider provider();

    /** Of a card that pays. */
    abstract String goodToken();

    /** Of a card that cannot be added. */
    abstract String declinedToken();

    /** Of a card that can be added and does not pay. */
    abstract String unpayingToken();

    /** How much was taken under a key, as the provider's own books say. */
    abstract Money taken(String idempotencyKey);

    @Test
    void knowsACardByWhatItsOwnerKnowsItBy() {
        assertThat(provider().add("acct_1", goodToken(), Ids.next("pm")))
                .isInstanceOfSatisfying(Attachment.Attached.class, attached -> {
                    assertThat(attached.handle()).isNotBlank();
                    assertThat(attached.card().last4()).hasSize(4);
                    assertThat(attached.card().brand()).isEqualTo("visa");
                    assertThat(attached.card().expiryMonth()).isBetween(1, 12);
                    assertThat(attached.card().expiryYear()).isGreaterThan(2026);
                });
    }

    @Test
    void refusesACardThatIsDeclined() {
        assertThat(provider().add("acct_1", declinedToken(), Ids.next("pm"))).isInstanceOf(Attachment.Refused.class);
    }

    @Test
    void knowsItsOwnTokensAlone() {
        assertThat(provider().add("acct_1", "tok_of_nobody", Ids.next("pm"))).isEqualTo(new Attachment.UnknownToken());
    }

    @Test
    void takesMoneyOnceForAKey() {
        String handle = added(goodToken());
        String key = Ids.next("cred");

        Payment first = provider().charge(handle, AMOUNT, key);
        Payment again = provider().charge(handle, AMOUNT, key);

        assertThat(first).isInstanceOf(Payment.Paid.class).isEqualTo(again);
        assertThat(taken(key)).isEqualTo(AMOUNT);
    }

    @Test
    void takesMoneyOnceForAKeyThatIsSentManyTimesAtOnce() {
        String handle = added(goodToken());
        String key = Ids.next("cred");
        Set<Payment> answers = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 8).parallel().forEach(i -> answers.add(provider().charge(handle, AMOUNT, key)));

        assertThat(answers).hasSize(1);
        assertThat(taken(key)).isEqualTo(AMOUNT);
    }

    @Test
    void takesMoneyForEachKey() {
        String handle = added(goodToken());

        assertThat(provider().charge(handle, AMOUNT, Ids.next("cred")))
                .isNotEqualTo(provider().charge(handle, AMOUNT, Ids.next("cred")));
    }

    @Test
    void takesNothingFromACardThatDoesNotPay() {
        String key = Ids.next("cred");

        assertThat(provider().charge(added(unpayingToken()), AMOUNT, key)).isInstanceOf(Payment.Declined.class);
        assertThat(taken(key)).isEqualTo(Money.usd("0"));
    }

    @Test
    void forgetsACardAsOftenAsItIsAsked() {
        String handle = added(goodToken());

        provider().detach(handle);
        provider().detach(handle);
    }

    private String added(String token) {
        return ((Attachment.Attached) provider().add("acct_1", token, Ids.next("pm"))).handle();
    }
}
