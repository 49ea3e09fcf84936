package ai.radium.contracts.audit;

import ai.radium.contracts.Event;

/** What somebody did to an account or to what it owns. */
public sealed interface AuditEvent extends Event permits ActionTaken {}
