package ai.radium.deployment.catalogue;

import ai.radium.deployment.runtime.Accelerator;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What an operator offers to deploy on. */
@ConfigMapping(prefix = "radium.deployment")
interface CatalogueConfig {
    /** What is offered, each as {@code name:GiB:USD per hour:node product}; node product {@code -} = no GPU. */
    @WithDefault("H100 80GB:80:4.50:NVIDIA-H100-80GB-HBM3,A100 80GB:80:2.90:NVIDIA-A100-SXM4-80GB,"
            + "L40S 48GB:48:1.80:NVIDIA-L40S,H200 141GB:141:6.00:NVIDIA-H200,A10G 24GB:24:1.00:NVIDIA-A10G,"
            + "T4 16GB:16:0.50:Tesla-T4,CPU:0:0.00:-")
    List<Accelerator> accelerators();
}
