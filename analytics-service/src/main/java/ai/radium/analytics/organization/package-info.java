/**
 * Usage and costs of an account in the words of OpenAI's API, whose buckets are our rollups' grains. {@code Buckets} says
 * which time, {@code Breakdown} how it is cut and filtered, {@code UsageSums} adds up, {@code OrganizationResource} answers.
 */
@NullMarked
package ai.radium.analytics.organization;

import org.jspecify.annotations.NullMarked;
