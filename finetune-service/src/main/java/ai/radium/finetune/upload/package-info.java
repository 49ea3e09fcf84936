/**
 * Files on their way in: the one file of a multipart request goes to the store as it comes, before the request's own work
 * begins, so that neither memory nor the database is held for as long as it takes.
 */
@NullMarked
package ai.radium.finetune.upload;

import org.jspecify.annotations.NullMarked;
