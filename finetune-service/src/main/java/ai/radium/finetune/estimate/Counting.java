package ai.radium.finetune.estimate;

import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reckons one plan after the other for those who ask; a plan that many ask for is reckoned once. */
@ApplicationScoped
class Counting {
    private static final long WAIT_SECONDS = 1;

    private final Plans plans;
    private final EstimateConfig config;
    private final StandingThreads threads;
    private final Map<Inputs, Asked> asked = new LinkedHashMap<>();
    private final BlockingQueue<Asked> queue = new LinkedBlockingQueue<>();

    Counting(Plans plans, EstimateConfig config, StandingThreads threads) {
        this.plans = plans;
        this.config = config;
        this.threads = threads;
    }

    private record Asked(String account, Inputs inputs, CompletableFuture<Plans.Judged> answer) {}

    void start(@Observes StartupEvent ignored) {
        threads.start("token-counts", this::run);
    }

    /**
     * Blocks, no longer than the configured patience.
     *
     * @throws CannotTrain when nothing can be reckoned
     * @throws ProblemException UNAVAILABLE when it takes longer; it goes on then
     */
    Plans.Judged judged(String account, Inputs inputs) throws CannotTrain {
        try {
            return soon(account, inputs).answer().get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProblemException(CommonProblem.UNAVAILABLE, "The dataset's tokens are being counted; ask again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(CommonProblem.UNAVAILABLE, "The service stops");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CannotTrain cannot) {
                throw cannot;
            }
            throw new IllegalStateException("a plan could not be reckoned", e.getCause());
        }
    }

    private synchronized Asked soon(String account, Inputs inputs) {
        Asked before = asked.get(inputs);
        if (before != null) {
            return before;
        }
        if (asked.values().stream().filter(one -> one.account().equals(account)).count() >= config.accountContents()) {
            throw new ProblemException(
                    CommonProblem.UNAVAILABLE, "Other datasets of the account are being counted; ask again");
        }
        Asked one = new Asked(account, inputs, new CompletableFuture<>());
        asked.put(inputs, one);
        queue.add(one);
        return one;
    }

    private synchronized void forget(Asked one) {
        asked.remove(one.inputs());
    }

    private void run(StandingThread self) throws InterruptedException {
        while (!self.isStopping()) {
            self.step();
            Asked next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (next != null) {
                reckon(self, next);
            }
        }
    }

    private void reckon(StandingThread self, Asked one) {
        try {
            one.answer().complete(plans.judge(one.inputs(), () -> {
                self.step();
                if (self.isStopping()) {
                    throw new IllegalStateException("the service stops");
                }
            }));
        } catch (CannotTrain | IOException | RuntimeException e) { // whoever waits hears of it
            one.answer().completeExceptionally(e);
        } finally {
            forget(one);
        }
    }
}
