package ai.radium.worker.llama;

/** A supervised llama-server and what it was started with. */
record Child(Launch launch, Supervisor supervisor) {}
