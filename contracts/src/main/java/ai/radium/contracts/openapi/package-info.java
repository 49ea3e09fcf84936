/**
 * What the gateway publishes of the API, made in the build of the sources in {@code src/main/openapi} and of the changelog: one
 * description as JSON and YAML, the pages of errors and changes. Run by this module's build and by nobody else; what it makes are
 * resources of this module.
 */
@NullMarked
package ai.radium.contracts.openapi;

import org.jspecify.annotations.NullMarked;
