/**
 * OpenAI's HTTP API as engines speak it: requests, event streams, counts. Used by {@code llama} and {@code upstream}, which
 * add what a kind of server does in ways of its own.
 */
@NullMarked
package ai.radium.worker.openai;

import org.jspecify.annotations.NullMarked;
