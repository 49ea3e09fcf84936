/** What consumers gave up: the topics that end in {@code .dlq}, listed, shown and sent again. Used by {@code ./radium dead-letters}. */
@NullMarked
package ai.radium.devstack.deadletters;

import org.jspecify.annotations.NullMarked;
