package ai.radium.gateway.worker;

import ai.radium.contracts.worker.EventReader;
import ai.radium.contracts.worker.EventSink;
import io.netty.buffer.ByteBuf;

/** What becomes of one Generate call: its messages are events, whose last one comes before the worker's status. */
public interface GenerateListener extends CallListener, EventSink {
    @Override
    default void message(EventReader events, ByteBuf bytes, int start, int length) {
        events.read(bytes, start, length, this);
    }
}
