package ai.radium.finetune.job;

/**
 * What a job has made. The artifacts are ours.
 *
 * @param adapter key of the adapter as GGUF
 * @param uri of that artifact, {@code file:}
 * @param safetensors key of the same adapter in PEFT's layout
 * @param peftConfiguration what stands in {@code adapter_config.json}
 */
record Result(
        String adapter,
        String uri,
        String sha256,
        long bytes,
        String safetensors,
        long safetensorsBytes,
        String peftConfiguration) {}
