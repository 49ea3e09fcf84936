package ai.radium.deployment.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines around which a killed process must not leave anything behind: every commit, every file written, every
 * process started or stopped, every call of the Kubernetes API. The system property {@value #PROPERTY} names a file;
 * while that holds the name of a point, for example {@code PROCESS_START.after}, the process halts there. Without the
 * property nothing happens.
 */
public enum CrashPoint {
    CREATE_COMMIT,
    UPDATE_COMMIT,
    DELETE_COMMIT,
    CONVERGENCE_COMMIT,
    FAILURE_COMMIT,
    FORGET_COMMIT,
    METER_COMMIT,
    INTENT_WRITE,
    PROCESS_START,
    PROCESS_RECORD,
    PROCESS_STOP,
    INTENT_DELETE,
    SERVICE_APPLY,
    DEPLOYMENT_APPLY,
    SECRET_APPLY,
    SECRET_DELETE,
    DEPLOYMENT_DELETE,
    SERVICE_DELETE;

    /** Names the file that arms a point. Outside the configuration of the service: no operator sets it. */
    public static final String PROPERTY = "radium.crash-at";

    /** Exit status of a process that halted at a point. */
    public static final int EXIT_STATUS = 86;

    private static final @Nullable String ARMING = System.getProperty(PROPERTY);

    /** Every name that arms a point. */
    public static List<String> names() {
        return Arrays.stream(values()).flatMap(CrashPoint::bothSides).toList();
    }

    /** The names of this point's two sides. */
    public Stream<String> bothSides() {
        return Stream.of(name() + ".before", name() + ".after");
    }

    /** Does the step, with the point before and after it. */
    public <T> T around(Supplier<T> step) {
        before();
        T result = step.get();
        after();
        return result;
    }

    public void before() {
        reached("before");
    }

    public void after() {
        reached("after");
    }

    private void reached(String side) {
        if (ARMING != null && isArmed(Path.of(ARMING), name() + "." + side)) {
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }

    private static boolean isArmed(Path file, String point) {
        try {
            return Files.exists(file) && Files.readString(file).equals(point);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
