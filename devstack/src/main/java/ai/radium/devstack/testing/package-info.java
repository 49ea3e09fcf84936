/**
 * Real PostgreSQL, Kafka, Redis and Keycloak for tests: one stack a clone and Maven run, shared by all modules.
 * Tests keep apart by fresh databases, Redis databases, topics and consumer groups. Needs nothing but the JDK and JUnit
 * on the class path of a test; the Quarkus part is loaded only where Quarkus is.
 */
@NullMarked
package ai.radium.devstack.testing;

import org.jspecify.annotations.NullMarked;
