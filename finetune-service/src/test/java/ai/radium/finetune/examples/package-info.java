@NullMarked
package ai.radium.finetune.examples;

import org.jspecify.annotations.NullMarked;
