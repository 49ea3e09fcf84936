package ai.radium.kit.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OffLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close();
    }

    @Test
    void worksOnAnotherThreadAndComesBackToTheRequestsContext() {
        Context request = vertx.getOrCreateContext();

        Boolean worked = onContext(
                request,
                () -> OffLoop.call(Context::isOnEventLoopThread)
                        .invoke(ignored -> assertThat(Vertx.currentContext()).isSameAs(request)));

        assertThat(worked).as("on an event loop").isFalse();
    }

    @Test
    void bringsAFailureBackAsWell() {
        Context request = vertx.getOrCreateContext();
        AtomicReference<@Nullable Context> failedOn = new AtomicReference<>();

        assertThatThrownBy(() -> onContext(
                        request,
                        () -> OffLoop.call(OffLoopTest::fail)
                                .onFailure()
                                .invoke(() -> failedOn.set(Vertx.currentContext()))))
                .hasMessage("as it must");

        assertThat(failedOn).hasValue(request);
    }

    private static String fail() {
        throw new IllegalStateException("as it must");
    }

    private static <T> T onContext(Context context, Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .chain(work)
                .await()
                .atMost(LIMIT);
    }
}
