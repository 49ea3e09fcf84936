/** Tests of account-service over its own port, on the real PostgreSQL and Kafka of the shared stack. */
@NullMarked
package ai.radium.account;

import org.jspecify.annotations.NullMarked;
