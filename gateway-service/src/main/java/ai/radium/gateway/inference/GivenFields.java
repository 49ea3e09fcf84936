package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fields of one body, as spans; used again for the next body of the same event loop. */
@SuppressWarnings("EnumOrdinal") // spans lie in arrays by field: a map would cost the hot path its lookups
final class GivenFields implements JsonScanner.Members {
    private static final Field[] FIELDS = Field.values();

    private final int[] starts = new int[FIELDS.length];
    private final int[] ends = new int[FIELDS.length];
    private byte[] bytes = new byte[0];
    private GivenNames unsupported = new GivenNames("");

    /** @throws RefusedBody when a member is there twice, or has no field */
    void read(JsonScanner json, byte[] body) {
        bytes = body;
        Arrays.fill(starts, -1);
        unsupported = new GivenNames("");
        try {
            json.document(0, this);
        } catch (JsonFailure broken) {
            throw RefusedBody.of(broken);
        }
    }

    @Override
    public void member(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        Field field = Field.named(bytes, keyStart, keyEnd);
        if (field == null) {
            other(JsonSpan.text(bytes, keyStart, keyEnd), valueStart, valueEnd);
        } else {
            given(field, valueStart, valueEnd);
        }
    }

    /** A name that is written with escapes, or none of ours: then only null is taken, which means absent. */
    private void other(String name, int valueStart, int valueEnd) {
        Field escaped = Field.named(name);
        if (escaped != null) {
            given(escaped, valueStart, valueEnd);
            return;
        }
        unsupported.addUnsupported(name, new JsonSpan(bytes, valueStart, valueEnd));
    }

    private void given(Field field, int valueStart, int valueEnd) {
        int i = field.ordinal();
        if (starts[i] >= 0) {
            throw RefusedBody.twice(field.word());
        }
        starts[i] = valueStart;
        ends[i] = bytes[valueStart] == 'n' ? valueStart : valueEnd; // null means absent
    }

    byte[] bytes() {
        return bytes;
    }

    boolean has(Field field) {
        return starts[field.ordinal()] >= 0 && ends[field.ordinal()] > starts[field.ordinal()];
    }

    /** Whether any of the fields between these two is there, both included. */
    boolean hasAny(Field first, Field last) {
        boolean any = false;
        for (int i = first.ordinal(); i <= last.ordinal(); i++) {
            any |= has(FIELDS[i]);
        }
        return any;
    }

    /** Where the value begins, which is there. */
    int start(Field field) {
        return starts[field.ordinal()];
    }

    JsonSpan span(Field field) {
        return new JsonSpan(bytes, starts[field.ordinal()], ends[field.ordinal()]);
    }

    /** False when it is absent. */
    boolean flag(Field field) {
        return has(field) && span(field).flag(field.word());
    }

    long whole(Field field, long least, long most) {
        return span(field).whole(field.word(), least, most);
    }

    @Nullable
    Float decimal(Field field, int least, int most) {
        return has(field) ? (Float) span(field).decimal(field.word(), least, most) : null;
    }

    @Nullable
    ByteBuf raw(ByteBuf body, Field field) {
        return has(field) ? slice(body, field) : null;
    }

    ByteBuf slice(ByteBuf body, Field field) {
        int start = starts[field.ordinal()];
        return body.slice(body.readerIndex() + start, ends[field.ordinal()] - start);
    }
}
