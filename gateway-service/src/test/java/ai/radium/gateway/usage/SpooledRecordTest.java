package ai.radium.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpooledRecordTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    void isReadAsItWasWritten(String traceparent) {
        ByteBuf bytes = Unpooled.buffer();
        SpooledRecord.write("acct_1", SpoolingProcess.record(7), traceparent, bytes);

        assertThat(SpooledRecord.read(bytes))
                .isEqualTo(new SpooledRecord("acct_1", SpoolingProcess.record(7), traceparent));
    }

    @Test
    void oneOfBeforeTracesIsRead() {
        ByteBuf bytes = Unpooled.buffer();
        SpooledRecord.write("acct_1", SpoolingProcess.record(7), null, bytes);
        bytes.writerIndex(bytes.writerIndex() - Short.BYTES); // where it ended then

        assertThat(SpooledRecord.read(bytes)).isEqualTo(new SpooledRecord("acct_1", SpoolingProcess.record(7), null));
    }
}
