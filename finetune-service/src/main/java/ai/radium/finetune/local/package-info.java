/**
 * Runs as processes of this machine that outlive this service, one after the other. What is wanted of each is on disk before it is done,
 * so that whatever line this service is killed at, the next one finds each process again. Needs Linux' {@code /proc}.
 */
@NullMarked
package ai.radium.finetune.local;

import org.jspecify.annotations.NullMarked;
