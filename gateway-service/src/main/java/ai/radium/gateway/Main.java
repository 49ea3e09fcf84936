package ai.radium.gateway;

import ai.radium.gateway.time.GatewayTime;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway; SIGTERM lets answers finish. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** A stack trace of every 128th buffer costs 2 % of a token: for whoever looks for a leak, and for the tests. */
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (System.getProperty(LEAK_DETECTION) == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        try {
            Gateway gateway = new Gateway(GatewayConfig.of(System.getenv()), GatewayTime.system());
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> close(gateway)));
            Thread.currentThread().join();
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            LOG.atError().addKeyValue("cause", String.valueOf(e.getMessage())).log("the gateway cannot start");
            System.exit(1);
        }
    }

    private static void close(Gateway gateway) {
        try {
            gateway.close();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("the gateway did not stop cleanly");
        }
    }
}
