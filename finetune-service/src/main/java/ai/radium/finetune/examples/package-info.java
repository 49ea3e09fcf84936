/**
 * What stands in a file of examples: its lines read within bounded memory, each judged, all counted. Pure: knows no
 * dataset, no database and no store.
 */
@NullMarked
package ai.radium.finetune.examples;

import org.jspecify.annotations.NullMarked;
