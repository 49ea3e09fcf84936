/**
 * Runs as jobs of a Kubernetes cluster. What a run reads and writes is a folder of a volume that this service and its pods
 * share; what there is to say of a run beside that, its Job or TrainJob says. Nothing else is kept.
 */
@NullMarked
package ai.radium.finetune.kubernetes;

import org.jspecify.annotations.NullMarked;
