/** The real llama-server, which says how texts and chats are read. */
@NullMarked
package ai.radium.gguf.engine;

import org.jspecify.annotations.NullMarked;
