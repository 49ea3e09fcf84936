package ai.radium.kit.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenTimeTest {
    private static final String HERE = GivenTimeTest.class.getName();

    @ParameterizedTest
    @ValueSource(classes = {ReadsTheTicker.class, HandsTheTickerOn.class, ReadsTheClock.class, SleepsByALatch.class})
    void whoeverTakesTheMachinesTimeIsFoundWhateverWayItIsTaken(Class<?> type) {
        assertThatThrownBy(() -> GivenTime.butFor(Map.of()).check(classes(type)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(type.getSimpleName());
    }

    @Test
    void whoeverIsNamedMayTakeItAndWaitingForAnEventIsNoSleep() {
        assertThatCode(() -> GivenTime.butFor(Map.of(HERE, "it is the sample")).check(classes(ReadsTheTicker.class)))
                .doesNotThrowAnyException();
        assertThatCode(() -> GivenTime.butFor(Map.of()).check(classes(WaitsForAnEvent.class)))
                .doesNotThrowAnyException();
    }

    @Test
    void aNameThatIsNoLongerNeededIsFound() {
        assertThatThrownBy(() ->
                        GivenTime.butFor(Map.of(HERE, "it was the sample")).check(classes(WaitsForAnEvent.class)))
                .hasMessageContaining(HERE + " is named in vain");
    }

    private static JavaClasses classes(Class<?> type) {
        return new ClassFileImporter().importClasses(type);
    }

    record ReadsTheTicker() {
        long now() {
            return System.nanoTime();
        }
    }

    record HandsTheTickerOn() {
        LongSupplier ticker() {
            return System::nanoTime;
        }
    }

    record ReadsTheClock() {
        Instant now() {
            return Instant.now();
        }
    }

    record SleepsByALatch(CountDownLatch never) {
        boolean sleep() throws InterruptedException {
            return never.await(1, TimeUnit.SECONDS);
        }
    }

    record WaitsForAnEvent(CountDownLatch event) {
        void await() throws InterruptedException {
            event.await();
        }
    }
}
