/**
 * The runtime of one machine: replicas are worker processes that outlive this service. What is wanted of each is on disk
 * before it is done, so that a killed service finds every process again. Needs Linux' {@code /proc}.
 */
@NullMarked
package ai.radium.deployment.local;

import org.jspecify.annotations.NullMarked;
