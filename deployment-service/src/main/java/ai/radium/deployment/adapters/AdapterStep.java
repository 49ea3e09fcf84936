package ai.radium.deployment.adapters;

import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.Replica;

/** One thing to ask of one replica. To ask it twice is harmless. */
sealed interface AdapterStep {
    Replica replica();

    String adapterId();

    /** As metrics and logs have it. */
    String word();

    record Load(Replica replica, Adapter adapter) implements AdapterStep {
        @Override
        public String adapterId() {
            return adapter.id();
        }

        @Override
        public String word() {
            return "load";
        }
    }

    record Unload(Replica replica, String adapterId) implements AdapterStep {
        @Override
        public String word() {
            return "unload";
        }
    }
}
