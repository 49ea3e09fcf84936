@NullMarked
package ai.radium.devstack.deadletters;

import org.jspecify.annotations.NullMarked;
