/** A decoder with a LoRA adapter, forwards and backwards, by libtorch. Tensors live as long as the scope they are made in. */
@NullMarked
package ai.radium.trainer.network;

import org.jspecify.annotations.NullMarked;
