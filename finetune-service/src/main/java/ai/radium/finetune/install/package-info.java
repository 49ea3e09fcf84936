/** What this install trains with, as its operator has chosen. */
@NullMarked
package ai.radium.finetune.install;

import org.jspecify.annotations.NullMarked;
