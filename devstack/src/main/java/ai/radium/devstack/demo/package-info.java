/**
 * What {@code ./radium demo} does once the platform is up, as any customer would over the public API: sign in, make a key,
 * deploy a model, chat, look at the bill.
 */
@NullMarked
package ai.radium.devstack.demo;

import org.jspecify.annotations.NullMarked;
