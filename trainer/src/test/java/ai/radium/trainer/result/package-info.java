@NullMarked
package ai.radium.trainer.result;

import org.jspecify.annotations.NullMarked;
