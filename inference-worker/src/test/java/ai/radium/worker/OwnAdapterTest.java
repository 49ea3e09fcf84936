package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.v1.Adapter;
import ai.radium.contracts.worker.v1.ListAdaptersRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gguf.testmodel.ScriptedAdapter;
import ai.radium.gguf.testmodel.ScriptedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process of its own, with an adapter from its start. */
class OwnAdapterTest {
    private static final String ID = "ft:test:acct_1:owls:1";

    @TempDir
    private Path folder;

    @Test
    void isReadyOnlyWithItsAdapter() throws Exception {
        Path owls = ScriptedAdapter.OWLS.write(folder.resolve("owls.gguf"));
        try (WorkerProcess worker = start(owls)) {
            worker.awaitReady();

            assertThat(WorkerGrpc.newBlockingStub(worker.channel())
                            .listAdapters(ListAdaptersRequest.getDefaultInstance())
                            .getAdaptersList())
                    .extracting(Adapter::getId)
                    .containsExactly(ID);
        }
    }

    @Test
    void endsWhenItsAdapterCannotBeLoaded() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.gguf"), "not an adapter");
        try (WorkerProcess worker = start(broken)) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("worker cannot start");
        }
    }

    private WorkerProcess start(Path adapter) throws Exception {
        return WorkerProcess.start(
                ScriptedModel.sentence(),
                folder,
                Map.of(
                        "RADIUM_WORKER_ADAPTER_ID",
                        ID,
                        "RADIUM_WORKER_ADAPTER",
                        adapter.toUri().toString()));
    }
}
