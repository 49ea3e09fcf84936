package ai.radium.deployment;

import java.util.List;

/** Some lines of a deployment's log, newest first, and how many there are. */
record LogPage(List<LogLineView> lines, long total) {}
