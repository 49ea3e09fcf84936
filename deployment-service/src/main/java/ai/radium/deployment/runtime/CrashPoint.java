package ai.radium.deployment.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines around which a killed process must not leave anything behind: every commit, every file written, every
 * process started or stopped, every call of the Kubernetes API. The system property {@value #PROPERTY} names one, for
 * example {@code PROCESS_START.after}, at which the process then halts; unset, nothing happens.
 */
public enum CrashPoint {
    CREATE_COMMIT,
    UPDATE_COMMIT,
    DELETE_COMMIT,
    CONVERGENCE_COMMIT,
    FORGET_COMMIT,
    INTENT_WRITE,
    PROCESS_START,
    PROCESS_RECORD,
    PROCESS_STOP,
    INTENT_DELETE,
    SERVICE_APPLY,
    DEPLOYMENT_APPLY,
    DEPLOYMENT_DELETE,
    SERVICE_DELETE;

    /** Names the point at which to halt. */
    public static final String PROPERTY = "radium.deployment.crash-at";

    /** Exit status of a process that halted at a point. */
    public static final int EXIT_STATUS = 86;

    private static final @Nullable String ARMED = System.getProperty(PROPERTY);

    /** Every name that {@value #PROPERTY} takes. */
    public static List<String> names() {
        return Arrays.stream(values()).flatMap(CrashPoint::bothSides).toList();
    }

    /** The names of this point's two sides. */
    public Stream<String> bothSides() {
        return Stream.of(name() + ".before", name() + ".after");
    }

    public void before() {
        reached("before");
    }

    public void after() {
        reached("after");
    }

    private void reached(String side) {
        if (ARMED != null && ARMED.equals(name() + "." + side)) {
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }
}
