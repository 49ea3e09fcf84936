package ai.radium.deployment;

import ai.radium.deployment.runtime.LogLine;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.kit.life.OffLoop;
import ai.radium.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A deployment's own history and what its replicas wrote, as one log. Both are bounded, so that all of it is merged. */
@ApplicationScoped
class DeploymentLogs {
    private final DeploymentStore store;
    private final DeploymentHistory history;
    private final ModelRuntime runtime;

    DeploymentLogs(DeploymentStore store, DeploymentHistory history, ModelRuntime runtime) {
        this.store = store;
        this.history = history;
        this.runtime = runtime;
    }

    /** @param level of the lines that are wanted; null for all */
    Uni<LogPage> page(String account, String id, LogLine.@Nullable Level level, Page page) {
        return store.read(session -> store.owned(session, account, id)
                        .chain(owned -> history.latest(session, id, DeploymentHistory.MOST_LINES)))
                .chain(life ->
                        OffLoop.call(() -> merged(life, runtime.logs(id), level, page))); // from files or over HTTP
    }

    private static LogPage merged(
            List<DeploymentEventRow> life, List<LogLine> written, LogLine.@Nullable Level level, Page page) {
        String word = level == null ? "" : level.name().toLowerCase(Locale.ROOT);
        List<LogLineView> all = Stream.concat(
                        life.stream().map(LogLineView::of),
                        written.reversed().stream().map(LogLineView::of))
                .filter(line -> word.isEmpty() || line.level().equals(word))
                .sorted(Comparator.comparing(LogLineView::timestamp).reversed())
                .toList();
        return new LogPage(all.stream().skip(page.offset()).limit(page.limit()).toList(), all.size());
    }
}
