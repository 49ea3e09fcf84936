package ai.radium.account;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of the running service with everything around it. */
public abstract class WithOutside {
    protected static Outside outside;

    @BeforeAll
    static void connect() {
        outside = new Outside();
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }
}
