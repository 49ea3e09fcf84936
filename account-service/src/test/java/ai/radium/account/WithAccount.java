package ai.radium.account;

import org.junit.jupiter.api.BeforeEach;

/** Tests each of which has an account of its own. */
public abstract class WithAccount extends WithOutside {
    protected String account = "";

    @BeforeEach
    void open() {
        account = outside.newAccount();
    }
}
