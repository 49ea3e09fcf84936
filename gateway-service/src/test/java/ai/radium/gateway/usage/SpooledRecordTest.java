package ai.radium.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.usage.UsageRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpooledRecordTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = TRACE)
    void isReadAsItWasWritten(String traceparent) {
        ByteBuf bytes = Unpooled.buffer();
        SpooledRecord.write("acct_1", SpoolingProcess.record(7), traceparent, bytes);

        assertThat(SpooledRecord.read(bytes))
                .isEqualTo(new SpooledRecord("acct_1", SpoolingProcess.record(7), traceparent));
        assertThat(bytes.isReadable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"7, TOKENS", "8, REPLICA_SECONDS"})
    void saysWhatItIsPaidBy(int number, BilledBy way) {
        ByteBuf bytes = Unpooled.buffer();
        SpooledRecord.write("acct_1", SpoolingProcess.record(number), TRACE, bytes);

        assertThat(SpooledRecord.read(bytes).usage())
                .isEqualTo(SpoolingProcess.record(number))
                .extracting(UsageRecord::billedBy)
                .isEqualTo(way);
    }

    /** They had nothing between the last number and the trace. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = TRACE)
    void oneOfBeforeTwoWaysToBillIsRead(String traceparent) {
        ByteBuf bytes = Unpooled.buffer();
        SpooledRecord.write("acct_1", SpoolingProcess.record(6), traceparent, bytes);

        assertThat(SpooledRecord.read(bytes))
                .isEqualTo(new SpooledRecord("acct_1", SpoolingProcess.record(6), traceparent));
        assertThat(SpoolingProcess.record(6).billedBy()).isNull();
    }

    @Test
    void oneOfBeforeTracesIsRead() {
        ByteBuf bytes = Unpooled.buffer();
        SpooledRecord.write("acct_1", SpoolingProcess.record(6), null, bytes);
        bytes.writerIndex(bytes.writerIndex() - Short.BYTES); // where it ended then

        assertThat(SpooledRecord.read(bytes)).isEqualTo(new SpooledRecord("acct_1", SpoolingProcess.record(6), null));
    }
}
