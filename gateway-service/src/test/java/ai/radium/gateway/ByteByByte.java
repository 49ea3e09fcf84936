package ai.radium.gateway;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that say HTTP byte by byte, all of a class to one gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class ByteByByte {
    @SuppressWarnings("NullAway.Init") // set before the first test
    BytewiseGateway gateway;

    @BeforeAll
    void start(@TempDir Path home) {
        gateway = new BytewiseGateway(home);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
    }
}
