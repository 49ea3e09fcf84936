/**
 * Chats as the text that a model was trained to read: the Jinja template of its file, rendered by jinjava as llama.cpp renders it. A
 * template of which that is not certain is refused by name, never rendered wrongly.
 */
@NullMarked
package ai.radium.gguf.chat;

import org.jspecify.annotations.NullMarked;
