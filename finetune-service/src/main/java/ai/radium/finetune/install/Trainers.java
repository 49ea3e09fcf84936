package ai.radium.finetune.install;

import ai.radium.finetune.kubernetes.KubernetesTrainer;
import ai.radium.finetune.local.LocalTrainer;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.weights.BaseWeights;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The one trainer of this process. */
class Trainers {
    @Produces
    @Singleton
    Trainer trainer(TrainerConfig config, BaseWeights weights, InstantSource clock) {
        return switch (config.kind()) {
            case LOCAL -> new LocalTrainer(config.local(), weights, clock);
            case KUBERNETES -> new KubernetesTrainer(config.kubernetes(), clock);
            case NONE -> new NoTrainer();
        };
    }

    void close(@Disposes Trainer trainer) {
        if (trainer instanceof KubernetesTrainer cluster) {
            cluster.close();
        }
    }
}
