package ai.radium.analytics;

import ai.radium.kit.outbox.KeptFor;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Which figures are deleted after what time. */
class KeptFigures {
    private final AnalyticsConfig config;

    KeptFigures(AnalyticsConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    KeptFor minutes() {
        return new KeptFor("rollup_minute", "start", config.minutes());
    }

    @Produces
    @Singleton
    KeptFor hours() {
        return new KeptFor("rollup_hour", "start", config.hours());
    }

    @Produces
    @Singleton
    KeptFor days() {
        return new KeptFor("rollup_day", "start", config.days());
    }

    @Produces
    @Singleton
    KeptFor failedRequests() {
        return new KeptFor("failed_request", "time", config.failedRequests());
    }

    @Produces
    @Singleton
    KeptFor countedRecords() {
        return new KeptFor("counted_record", "day", config.countedRecords());
    }
}
