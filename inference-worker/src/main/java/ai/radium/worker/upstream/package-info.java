/**
 * The engine as a server beside the worker that somebody else starts: vLLM, SGLang, llama-server, or any other with OpenAI's
 * HTTP API. Watches whether it takes work. Nobody but the wiring knows it.
 */
@NullMarked
package ai.radium.worker.upstream;

import org.jspecify.annotations.NullMarked;
