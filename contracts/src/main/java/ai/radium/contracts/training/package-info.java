/** What a trainer tells whoever started it, one line of JSON on its standard output each; read by finetune-service. */
@NullMarked
package ai.radium.contracts.training;

import org.jspecify.annotations.NullMarked;
