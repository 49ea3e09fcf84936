package ai.radium.trainer.network;

import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** Settings of the libraries, once for the process. */
public final class Libtorch {
    private Libtorch() {}

    /** Workers are the threads; none of the libraries has any of its own. */
    public static void prepare() {
        // JavaCPP would bound memory outside the heap by the heap's size.
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        torch.set_num_threads(1);
        openblas_nolapack.blas_set_num_threads(1);
    }

    /** Its allocator's failure comes without a type of its own, so its words are all there is to tell it by. */
    public static boolean isOutOfMemory(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("DefaultCPUAllocator");
    }
}
